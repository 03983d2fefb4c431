//! A way for a page that tests the device's half to do what pages do, without any page. Never in a release build.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::GetUntracked;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::*;
use yardstick_domain::CLIENT_KIND;
use yardstick_domain::change::{RecordKey, Value};
use yardstick_domain::id::RecordId;
use yardstick_domain::tab::{Edit, Editor};

use super::account::{self, FirstAccount};
use super::core::Core;
use super::mirror::Mirrored;
use super::start::{Start, start};
use crate::browser::clock;
use crate::sync;

thread_local! {
    static CORE: RefCell<Option<Rc<Core>>> = const { RefCell::new(None) };
    static EDITOR: RefCell<Option<Editor>> = const { RefCell::new(None) };
}

/// What a test asks for.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", tag = "do")]
enum Command {
    /// Makes the first account; the page loads again.
    FirstRun { code: String },
    /// Signs in; the page loads again.
    SignIn { email: String, password: String },
    /// Opens the book of this device.
    Start,
    /// Sets fields of a record of a client.
    Set {
        client: RecordId,
        kind: String,
        record: RecordId,
        fields: serde_json::Map<String, Json>,
    },
    /// Focuses a client's field; what was typed into another stays.
    Focus { client: RecordId, field: String },
    /// Types into the focused field: it is this now.
    Type { text: String },
    /// What is shown of a client.
    Show { client: RecordId },
    /// Names in the list.
    List,
    /// How the data stands.
    State,
    /// A round now.
    SyncNow,
    /// Enters the demo; the page loads again.
    OpenDemo,
    /// Leaves the demo; the page loads again.
    LeaveDemo,
    /// Orders every other device to wipe itself.
    WipeOthers,
    /// Obeys an order to wipe that waits for the person; the page loads again.
    WipeNow,
}

/// Does one command, given as JSON; answers JSON.
#[wasm_bindgen]
pub async fn core_hook(command: String) -> Result<String, JsValue> {
    let command: Command =
        serde_json::from_str(&command).map_err(|error| JsValue::from_str(&error.to_string()))?;
    run(command)
        .await
        .map(|answer| answer.to_string())
        .map_err(|error| JsValue::from_str(&error))
}

fn core() -> Result<Rc<Core>, String> {
    CORE.with_borrow(Clone::clone)
        .ok_or_else(|| "no book is open".to_owned())
}

async fn run(command: Command) -> Result<Json, String> {
    match command {
        Command::FirstRun { code } => {
            let account = FirstAccount {
                code,
                email: "lin@example.com".to_owned(),
                password: "a long password".to_owned(),
                name: "Lin".to_owned(),
                workspace_name: "Tea".to_owned(),
                device_label: "test".to_owned(),
            };
            account::first_run(&account)
                .await
                .map_err(|error| error.to_string())?;
            Ok(Json::Null)
        }
        Command::SignIn { email, password } => {
            account::sign_in(&email, &password, "test")
                .await
                .map_err(|error| error.to_string())?;
            Ok(Json::Null)
        }
        Command::Start => match start(|_| ()).await {
            Start::Book(opened) => {
                opened.core.join();
                if !opened.core.is_demo() {
                    sync::start(&opened.core);
                }
                CORE.set(Some(opened.core));
                Ok(json!("book"))
            }
            Start::Nobody => Ok(json!("nobody")),
            Start::Refused(need) => Err(format!("{need:?}")),
        },
        Command::Set {
            client,
            kind,
            record,
            fields,
        } => {
            let core = core()?;
            let key = RecordKey {
                client,
                record,
                kind: kind.as_str().into(),
            };
            if client == record {
                core.when_open([client], |_| ());
            }
            let edits = fields
                .into_iter()
                .map(|(field, value)| Edit {
                    key: key.field(field.as_str()),
                    value: Value::from_json(value.to_string().as_bytes())
                        .unwrap_or_else(|_| Value::null()),
                })
                .collect();
            core.act(super::Action {
                label: crate::i18n::Msg::ToastUndone,
                quiet: true,
                edits,
            });
            Ok(Json::Null)
        }
        Command::Focus { client, field } => {
            let core = core()?;
            let key = RecordKey {
                client,
                record: client,
                kind: CLIENT_KIND.into(),
            }
            .field(field.as_str());
            core.when_open([client], move |core| {
                EDITOR.set(Some(core.tab.borrow_mut().focus(key)));
            });
            Ok(Json::Null)
        }
        Command::Type { text } => {
            let core = core()?;
            let mut editor = EDITOR.take().ok_or("nothing has focus")?;
            let value = Value::from_json(json!(text).to_string().as_bytes())
                .map_err(|error| error.to_string())?;
            let new = core
                .tab
                .borrow_mut()
                .type_in(&mut editor, value.clone(), clock::wall_ms());
            core.mirror.write(&Mirrored {
                key: editor.key.clone(),
                base: editor.base().to_vec(),
                value,
                entry: new.entry.change.id,
            });
            EDITOR.set(Some(editor));
            core.hand_over(vec![new]);
            Ok(Json::Null)
        }
        Command::Show { client } => {
            let core = core()?;
            let (opened, is_open) = futures_channel::oneshot::channel();
            core.when_open([client], move |_| {
                let _ = opened.send(());
            });
            let _ = is_open.await;
            let records = core
                .records(client)
                .ok_or_else(|| "closed again".to_owned())?;
            let shown = records.all().values().map(|record| {
                let fields: serde_json::Map<String, Json> = record
                    .fields
                    .iter()
                    .map(|(name, field)| {
                        let of = |value: &Value| {
                            serde_json::from_slice::<Json>(value.as_bytes()).unwrap_or_default()
                        };
                        let others: Vec<Json> = field
                            .register
                            .also_edited()
                            .iter()
                            .map(|head| of(&head.value))
                            .collect();
                        let shown = json!({
                            "value": field.register.value().map(of),
                            "others": others,
                            "pending": field.pending,
                            "refused": field.refused.len(),
                        });
                        (name.to_string(), shown)
                    })
                    .collect();
                json!({"kind": record.key.kind.as_str(), "record": record.key.record, "fields": fields})
            });
            Ok(shown.collect())
        }
        Command::List => {
            let rows = core()?.shelf.rows.get_untracked();
            Ok(rows.iter().map(|row| json!(row.summary.name)).collect())
        }
        Command::State => {
            let state = core()?.status.shown.get_untracked();
            Ok(json!({
                "phase": format!("{:?}", state.phase),
                "waiting": state.waiting,
                "refused": state.refused,
                "running": state.running,
                "healed": state.healed,
            }))
        }
        Command::SyncNow => {
            sync::now(&core()?);
            Ok(Json::Null)
        }
        Command::OpenDemo => {
            crate::book::open_demo();
            Ok(Json::Null)
        }
        Command::LeaveDemo => {
            crate::book::leave_demo();
            Ok(Json::Null)
        }
        Command::WipeOthers => {
            let devices = account::devices()
                .await
                .map_err(|error| error.to_string())?;
            for device in devices.iter().filter(|device| !device.this_device) {
                account::wipe(device.id)
                    .await
                    .map_err(|error| error.to_string())?;
            }
            Ok(json!(devices.len()))
        }
        Command::WipeNow => {
            sync::wipe_now(&core()?);
            Ok(Json::Null)
        }
    }
}
