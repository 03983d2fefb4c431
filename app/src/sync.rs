//! Sync: rounds with the server, run by the one tab that leads. The only place that talks to the sync endpoints, and the only one that
//! tries again.

mod drive;
mod leader;
mod pace;
mod remote;
mod world;

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use crate::browser::page;
use crate::session::core::Core;

/// Starts syncing a book; ends with the page.
pub(crate) fn start(core: &Rc<Core>) {
    drive::start(core);
}

/// Asks for a round now.
pub(crate) fn now(core: &Rc<Core>) {
    core.hurry.set(true);
    core.committed.ring();
    core.tell(&crate::session::tabs::Told::SyncNow);
}

/// Carries out an order to wipe this device, if there is one.
pub(crate) fn wipe_now(core: &Rc<Core>) {
    if !core.wipe_ordered.get() {
        return;
    }
    let core = Rc::clone(core);
    spawn_local(async move {
        // Blocked by another tab, the database goes when that tab has restarted, which it is told to.
        let _ = core.remove_book().await;
        page::restart_at("/");
    });
}
