//! The other tabs of the book: told what was committed, heard, and taken over from when they are gone.

use std::collections::HashSet;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::core::Core;
use super::mirror::Mirrored;
use super::tabs::Told;
use crate::browser::channel::Channel;
use crate::browser::{clock, locks, visibility};

impl Core {
    /// Joins the other tabs of the book, and takes up what killed ones left behind.
    pub(super) fn join(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let channel = Channel::open(&self.book, move |told: Told| {
            if let Some(core) = weak.upgrade() {
                core.heard(&told);
            }
        });
        self.channel.replace(channel);
        // Another tab may have committed after this one had read and told of it before this one listened.
        let core = Rc::clone(self);
        spawn_local(async move { core.look_again().await });
        self.remake_lines(self.unreadable_lines.take());
        self.forget_drafts();
        let weak = Rc::downgrade(self);
        visibility::on_change(move |is_visible| {
            if let (true, Some(core)) = (is_visible, weak.upgrade()) {
                spawn_local(async move { core.look_again().await });
            }
        })
        .forever();
        let weak = Rc::downgrade(self);
        visibility::on_page_hide(move || {
            if let Some(core) = weak.upgrade() {
                core.keep_drafts_now();
            }
        })
        .forever();
        let core = Rc::clone(self);
        spawn_local(async move {
            let lock = locks::acquire(&core.name_of_lock(&core.tab_name)).await;
            core.tab_lock.replace(lock);
            core.adopt().await;
        });
    }

    fn name_of_lock(&self, tab: &str) -> String {
        format!("{}/tab-{tab}", self.book)
    }

    /// Tells the other tabs.
    pub(crate) fn tell(&self, told: &Told) {
        if let Some(channel) = &*self.channel.borrow() {
            channel.post(told);
        }
    }

    fn heard(self: &Rc<Self>, told: &Told) {
        match told {
            // A round does not say which revision it made.
            Told::Committed { clients, revision }
                if *revision == 0 || *revision != self.revision() =>
            {
                self.read_again(clients.iter().copied());
            }
            Told::Draft { place, text } => self.drafts.hear(place, text.clone()),
            Told::Restart => crate::browser::page::restart_at("/"),
            _ => {}
        }
        let listener = self.on_told.borrow().clone();
        if let Some(listener) = listener {
            listener(told);
        }
    }

    /// Ordinary edits of what tabs that are gone had typed and not kept.
    async fn adopt(self: &Rc<Self>) {
        // Without locks nobody can tell a living tab from a dead one.
        if !locks::supported() {
            return;
        }
        let Some(_alone) = locks::acquire(&format!("{}/adopt", self.book)).await else {
            return;
        };
        let prefix = self.name_of_lock("");
        let living: HashSet<String> = locks::held()
            .await
            .iter()
            .filter_map(|name| name.strip_prefix(&prefix).map(str::to_owned))
            .collect();
        for (name, mirrored) in self.mirror.left_behind(&living) {
            self.when_open([mirrored.key.client], move |core| {
                core.take_up(&name, mirrored);
            });
        }
    }

    fn take_up(self: &Rc<Self>, name: &str, mirrored: Mirrored) {
        let known = {
            let tab = self.tab.borrow();
            let shown = tab.field(&mirrored.key);
            let in_outbox = tab.outbox().any(|entry| entry.change.id == mirrored.entry);
            in_outbox || shown.register.value() == Some(&mirrored.value)
        };
        if !known {
            let new = {
                let mut tab = self.tab.borrow_mut();
                let mut editor = tab.adopt(mirrored.key.clone(), mirrored.base.clone());
                tab.type_in(&mut editor, mirrored.value.clone(), clock::wall_ms())
            };
            self.mirror.write(&Mirrored {
                entry: new.entry.change.id,
                ..mirrored
            });
            self.hand_over(vec![new]);
        }
        // Under this tab's name now, or held by a finished commit.
        crate::browser::local::remove(name);
    }
}
