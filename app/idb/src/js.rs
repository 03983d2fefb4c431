//! Dynamic access to JavaScript objects.
//!
//! `web-sys` keeps Web Locks, wake locks, IndexedDB durability and compression streams behind its unstable switch, and some browsers do
//! not have them at all: both are met by looking a member up by name and being ready for its absence.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The member `name` of `target`; undefined when it has none.
pub fn get(target: &JsValue, name: &str) -> JsValue {
    Reflect::get(target, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// The member `name` of `target` as text.
pub fn text(target: &JsValue, name: &str) -> Option<String> {
    get(target, name).as_string()
}

/// The member `name` of `target` when it is an object.
pub fn part(target: &JsValue, name: &str) -> Option<JsValue> {
    Some(get(target, name)).filter(JsValue::is_object)
}

/// Whether `target` has a method `name`.
pub fn has_method(target: &JsValue, name: &str) -> bool {
    get(target, name).is_function()
}

/// Calls the method `name` of `target`; an absent method is an error like a thrown one.
pub fn call(target: &JsValue, name: &str, args: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = get(target, name).dyn_into()?;
    Reflect::apply(&method, target, &args.iter().collect::<Array>())
}

/// `new constructor(...args)` of a global constructor; an error when the browser has none of that name.
pub fn construct(constructor: &str, args: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = get(&js_sys::global(), constructor).dyn_into()?;
    Reflect::construct(&function, &args.iter().collect::<Array>())
}

/// A plain object with these members.
pub fn object(members: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        set(&object, name, value);
    }
    object
}

/// Sets a member of an object that this crate made, which cannot be refused.
pub fn set(target: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(target, &name.into(), value);
}

/// Waits for `value` if it is a promise.
pub async fn settled(value: JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&value)).await
}

/// Calls a method that answers with a promise and waits for it.
pub async fn call_async(
    target: &JsValue,
    name: &str,
    args: &[JsValue],
) -> Result<JsValue, JsValue> {
    settled(call(target, name, args)?).await
}

/// The `name` of a thrown error (`QuotaExceededError`), empty when it has none.
pub fn error_name(error: &JsValue) -> String {
    text(error, "name").unwrap_or_default()
}

/// A plain object with text members.
pub fn text_object(members: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        set(&object, name, &(*value).into());
    }
    object
}

/// `new namespace.constructor(locale, options)`; none when the browser has no such formatter or refuses the options.
pub fn construct_with(
    namespace: &str,
    constructor: &str,
    locale: &str,
    options: &Object,
) -> Option<JsValue> {
    let function: Function = get(&get(&js_sys::global(), namespace), constructor)
        .dyn_into()
        .ok()?;
    Reflect::construct(&function, &Array::of2(&locale.into(), options)).ok()
}

/// As [`construct_with`], with text options.
pub fn construct_in(
    namespace: &str,
    constructor: &str,
    locale: &str,
    options: &[(&str, &str)],
) -> Option<JsValue> {
    construct_with(namespace, constructor, locale, &text_object(options))
}
