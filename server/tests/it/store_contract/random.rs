//! Both stores say the same after the same random requests.

use super::fixtures::{
    OURS, THEIRS, caller, change, digest_of, everything, id, key, news, request,
};
use super::stage::{InMemory, OnDisk, Stage};
use crate::app::BEGIN_MS;
use yardstick_domain::change::{Change, RegisterKey, Value};
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::{EpochEnd, Line};
use yardstick_domain::erasure::tombstone_key;
use yardstick_domain::id::{ChangeId, DeviceId, Epoch, UserId, WorkspaceId};
use yardstick_domain::register::{Head, Register};
use yardstick_domain::wire::OfferRequest;
use yardstick_server::sync::memory::MemoryStore;

/// Numbers that look random and come again with their seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 27)) % end
    }

    fn change_id(&mut self) -> ChangeId {
        id(self.below(4), u32::try_from(self.below(60)).unwrap())
    }

    fn key(&mut self) -> RegisterKey {
        let client = u128::from(self.below(3));
        let kind = ["note", "task"][usize::try_from(self.below(2)).unwrap()];
        let field = format!("f{}", self.below(3));
        key(client, u128::from(self.below(6)), kind, &field)
    }

    fn change(&mut self) -> Change {
        let replaces = (0..self.below(4)).map(|_| self.change_id()).collect();
        let mut change = change(
            self.change_id(),
            self.key(),
            &self.below(3).to_string(),
            replaces,
        );
        change.replaces.retain(|id| *id != change.id);
        change.time = BEGIN_MS - 20_000 + i64::try_from(self.below(60_000)).unwrap();
        change.action = (self.below(5) == 0).then_some(1);
        change
    }

    fn offer(&mut self, workspace: WorkspaceId, epoch: Epoch, line: &Line) -> OfferRequest {
        // The device left this history somewhere, and went on in one of two others.
        let mut line = line.clone();
        let left = line.0.last_mut().unwrap();
        left.last = self.below(40);
        line.0.push(EpochEnd {
            epoch: Epoch(1_000 + self.below(2)),
            last: 1_000,
        });
        let rows = (0..self.below(5)).map(|_| {
            let heads: Vec<Head> = (0..self.below(3))
                .map(|_| Head {
                    id: self.change_id(),
                    time: BEGIN_MS + i64::try_from(self.below(5)).unwrap(),
                    device: DeviceId::NIL,
                    said: false,
                    value: Value::from_json(self.below(3).to_string().as_bytes()).unwrap(),
                })
                .collect();
            let key = self.key();
            let is_buried = self.below(12) == 0;
            Row {
                key: if is_buried {
                    tombstone_key(key.client)
                } else {
                    key
                },
                seq: self.below(80),
                register: Register::from_heads(heads),
            }
        });
        let rows = rows.collect();
        OfferRequest {
            protocol: 1,
            workspace,
            user: UserId::NIL,
            epoch,
            line,
            rows,
        }
    }
}

#[tokio::test]
async fn both_stores_say_the_same_after_the_same_random_requests() {
    for seed in 0..12 {
        let mut dice = Dice(seed);
        let mut disk = OnDisk::new().await;
        let mut memory = InMemory::new();
        memory.store = MemoryStore::default();
        memory.store.start(disk.epoch());
        memory.store.create(OURS);
        memory.store.create(THEIRS);
        memory.epoch = disk.epoch();
        for step in 0..40 {
            let workspace = if dice.below(4) == 0 { THEIRS } else { OURS };
            let at = format!("seed {seed}, step {step}");
            match dice.below(8) {
                0 => {
                    let line = disk.page(workspace, None, 1).await.line;
                    let offer = dice.offer(workspace, disk.epoch(), &line);
                    let one = disk.offer(caller(workspace), offer.clone()).await;
                    assert_eq!(one, memory.offer(caller(workspace), offer).await, "{at}");
                }
                2 if step > 20 && step % 6 == 0 => {
                    let client = dice.key().client;
                    let one = disk.erase(caller(workspace), client).await;
                    assert_eq!(one, memory.erase(caller(workspace), client).await, "{at}");
                }
                1 if step % 5 == 0 => {
                    disk.restart().await;
                    memory.store.start(disk.epoch());
                    memory.epoch = disk.epoch();
                }
                _ => {
                    let changes: Vec<_> = (0..dice.below(12)).map(|_| dice.change()).collect();
                    let one = disk
                        .push(caller(workspace), request(workspace, changes.clone()))
                        .await;
                    let other = memory
                        .push(caller(workspace), request(workspace, changes))
                        .await;
                    assert_eq!(one, other, "{at}");
                }
            }
            let seq = dice.below(20);
            assert_eq!(
                news(&mut disk, workspace, seq).await,
                news(&mut memory, workspace, seq).await,
                "{at}"
            );
            let limit = usize::try_from(1 + dice.below(9)).unwrap();
            let rows = everything(&mut disk, workspace, limit).await;
            assert_eq!(
                rows,
                everything(&mut memory, workspace, limit).await,
                "{at}"
            );
            let digest = news(&mut disk, workspace, 0).await.digest.unwrap();
            assert_eq!(
                digest.total,
                format!("{:016x}", digest_of(&rows).total()),
                "{at}"
            );
        }
    }
}
