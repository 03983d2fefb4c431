//! What every store promises the sync service, asked of the one in memory and of SQLite alike; and that both say the same after
//! the same random pushes, offers and restarts.

mod erasures;
mod fixtures;
mod offers;
mod pages;
mod pushes;
mod random;
mod stage;

use erasures::{
    a_tombstone_is_brought_forward_after_a_restore, of_an_erased_client_only_its_tombstone_stays,
};
use offers::offers_fill_what_a_backup_lost;
use pages::{
    a_snapshot_page_ends_with_a_client_or_at_least_with_a_record,
    news_comes_in_pages_in_order_and_ends_with_the_digest, workspaces_do_not_meet,
};
use pushes::{
    a_repeat_says_what_was_said_and_a_reused_id_is_told, an_action_is_refused_whole,
    an_id_named_before_it_arrives_is_never_a_head, two_who_did_not_see_each_other_are_both_kept,
    values_come_back_to_the_byte,
};
use stage::{InMemory, OnDisk};

/// Runs one body over each store.
macro_rules! contract {
    ($($name:ident)*) => {
        mod in_memory { $(#[tokio::test] async fn $name() { super::$name(&mut super::InMemory::new()).await; })* }
        mod on_disk { $(#[tokio::test] async fn $name() { super::$name(&mut super::OnDisk::new().await).await; })* }
    };
}

contract! {
    a_repeat_says_what_was_said_and_a_reused_id_is_told
    an_id_named_before_it_arrives_is_never_a_head
    two_who_did_not_see_each_other_are_both_kept
    values_come_back_to_the_byte
    news_comes_in_pages_in_order_and_ends_with_the_digest
    a_snapshot_page_ends_with_a_client_or_at_least_with_a_record
    workspaces_do_not_meet
    offers_fill_what_a_backup_lost
    an_action_is_refused_whole
    of_an_erased_client_only_its_tombstone_stays
    a_tombstone_is_brought_forward_after_a_restore
}
