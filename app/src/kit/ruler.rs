//! The recurring motif: everything measurable is drawn as a small ruler.

use leptos::prelude::*;

use crate::i18n::{Msg, format, t_with};

/// How a figure is meant. Colour never says it alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Without judgement.
    #[default]
    Neutral,
    /// As it should be.
    Ok,
    /// To be looked at.
    Warn,
    /// Wrong.
    Bad,
}

impl Tone {
    /// The value of `data-tone`.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Neutral => None,
            Self::Ok => Some("ok"),
            Self::Warn => Some("warn"),
            Self::Bad => Some("bad"),
        }
    }
}

/// A scale from zero to `max` with ticks, a value and where it should be.
#[component]
pub fn Ruler(
    /// What is measured.
    #[prop(into)]
    name: Signal<String>,
    /// How far it is; none draws the bare scale.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// How far it should be.
    #[prop(optional, into)]
    aim: Signal<Option<f64>>,
    /// The end of the scale.
    #[prop(optional, into)]
    max: Option<f64>,
    /// How the value is meant.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// As small as a figure in a row.
    #[prop(optional)]
    small: bool,
    /// Into how many parts it is divided; five if it is small, else ten.
    #[prop(optional, into)]
    parts: Option<i32>,
) -> impl IntoView {
    let parts = parts.unwrap_or(if small { 5 } else { 10 });
    let max = max.unwrap_or(100.0);
    // A small one is 12 pixels high, the other 22.
    let (base, aim_end) = if small { (10, 12) } else { (18, 21) };
    let label = move || name.with(|name| spoken(name, value.get(), aim.get()));
    view! {
        <svg class="ruler" role="img" aria-label=label data-size=small.then_some("small")>
            {ticks(base, parts)}
            <line class="ruler-base" x1="0%" x2="100%" y1=base y2=base></line>
            {move || {
                value
                    .get()
                    .map(|value| {
                        view! {
                            <line
                                class="ruler-value"
                                data-tone=move || tone.get().name()
                                x1="0%"
                                x2=share(value, max)
                                y1=base
                                y2=base
                            ></line>
                        }
                    })
            }}
            {move || {
                aim.get()
                    .map(|aim| {
                        let at = share(aim, max);
                        view! { <line class="ruler-aim" x1=at.clone() x2=at y1="1" y2=aim_end></line> }
                    })
            }}
        </svg>
    }
}

/// The scale alone: nothing has been measured yet. It says nothing that words do not, so screen readers skip it.
#[component]
pub(super) fn BareRuler() -> impl IntoView {
    view! {
        <svg class="ruler" aria-hidden="true">
            {ticks(18, 10)}
            <line class="ruler-base" x1="0%" x2="100%" y1="18" y2="18"></line>
        </svg>
    }
}

fn ticks(base: i32, count: i32) -> Vec<impl IntoView> {
    let tick = |at: i32| {
        let is_major = at == 0 || at == count || at * 2 == count;
        let top = if is_major { base / 3 } else { base * 11 / 18 };
        let x = share(f64::from(at), f64::from(count));
        view! { <line class="ruler-tick" data-major=is_major x1=x.clone() x2=x y1=top y2=base></line> }
    };
    (0..=count).map(tick).collect()
}

/// A place on the scale, at its ends at most.
fn share(value: f64, max: f64) -> String {
    let share = if max > 0.0 {
        (value / max).clamp(0.0, 1.0)
    } else {
        0.0
    };
    format!("{:.2}%", share * 100.0)
}

fn spoken(name: &str, value: Option<f64>, aim: Option<f64>) -> String {
    let Some(value) = value else {
        return t_with(Msg::RulerNone, &[("name", name)]);
    };
    let value = format::number(value, 1);
    match aim {
        Some(aim) => t_with(
            Msg::RulerValueOfAim,
            &[
                ("name", name),
                ("value", &value),
                ("aim", &format::number(aim, 1)),
            ],
        ),
        None => t_with(Msg::RulerValue, &[("name", name), ("value", &value)]),
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_value_stays_on_its_scale() {
        assert_eq!(share(72.0, 100.0), "72.00%");
        assert_eq!(share(130.0, 100.0), "100.00%");
        assert_eq!(share(-1.0, 100.0), "0.00%");
        assert_eq!(share(1.0, 0.0), "0.00%");
    }
}
