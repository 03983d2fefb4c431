//! Icons, from the one sprite `public/icons.svg`.

use leptos::prelude::*;

use crate::browser::shell;

macro_rules! glyphs {
    ($($glyph:ident $name:literal,)*) => {
        /// An icon of the sprite, by Lucide's own name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Glyph {
            $(#[doc = concat!("`", $name, "`")] $glyph,)*
        }

        impl Glyph {
            /// Its id in the sprite.
            fn name(self) -> &'static str {
                match self { $(Self::$glyph => $name,)* }
            }

            /// All icons.
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$glyph,)*];
        }
    };
}

glyphs! {
    Archive "archive",
    ArchiveRestore "archive-restore",
    ArrowLeft "arrow-left",
    ArrowRight "arrow-right",
    ArrowUpDown "arrow-up-down",
    Bell "bell",
    BookOpen "book-open",
    Briefcase "briefcase",
    Building2 "building-2",
    Calendar "calendar",
    CalendarCheck "calendar-check",
    CalendarClock "calendar-clock",
    Car "car",
    Check "check",
    ChevronDown "chevron-down",
    ChevronLeft "chevron-left",
    ChevronRight "chevron-right",
    ChevronUp "chevron-up",
    Circle "circle",
    CircleAlert "circle-alert",
    CircleCheck "circle-check",
    CircleQuestionMark "circle-question-mark",
    Clock "clock",
    Cloud "cloud",
    CloudCheck "cloud-check",
    CloudOff "cloud-off",
    Copy "copy",
    Download "download",
    Ellipsis "ellipsis",
    Eraser "eraser",
    ExternalLink "external-link",
    Eye "eye",
    EyeOff "eye-off",
    FileText "file-text",
    Flag "flag",
    Funnel "funnel",
    Gavel "gavel",
    GripVertical "grip-vertical",
    Handshake "handshake",
    HardDrive "hard-drive",
    Hash "hash",
    History "history",
    Hourglass "hourglass",
    Inbox "inbox",
    Info "info",
    KeyRound "key-round",
    Keyboard "keyboard",
    Languages "languages",
    Lightbulb "lightbulb",
    Lock "lock",
    LockOpen "lock-open",
    LogIn "log-in",
    LogOut "log-out",
    Mail "mail",
    MapPin "map-pin",
    Menu "menu",
    Merge "merge",
    MessageCircle "message-circle",
    MessageSquare "message-square",
    MessageSquareText "message-square-text",
    Monitor "monitor",
    Moon "moon",
    Navigation "navigation",
    Pause "pause",
    Pencil "pencil",
    Phone "phone",
    Play "play",
    Plus "plus",
    Printer "printer",
    QrCode "qr-code",
    Quote "quote",
    RefreshCw "refresh-cw",
    Ruler "ruler",
    Search "search",
    SendHorizontal "send-horizontal",
    Settings "settings",
    Share2 "share-2",
    Smartphone "smartphone",
    Square "square",
    SquareCheck "square-check",
    SquareStop "square-stop",
    Star "star",
    StickyNote "sticky-note",
    Sun "sun",
    SunMoon "sun-moon",
    Tag "tag",
    Target "target",
    Timer "timer",
    Trash2 "trash-2",
    TriangleAlert "triangle-alert",
    Undo2 "undo-2",
    Upload "upload",
    User "user",
    UserPlus "user-plus",
    Users "users",
    X "x",
}

/// An icon beside words that say the same; screen readers skip it.
#[component]
pub fn Icon(
    /// Which one.
    #[prop(into)]
    glyph: Signal<Glyph>,
) -> impl IntoView {
    let sprite = shell::asset("icons.svg");
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=move || format!("{sprite}#{}", glyph.get().name())></use>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::Glyph;

    #[test]
    fn the_sprite_has_every_icon() {
        let sprite = include_str!("../../../public/icons.svg");
        for glyph in Glyph::ALL {
            assert!(
                sprite.contains(&format!("id=\"{}\"", glyph.name())),
                "{glyph:?}"
            );
        }
    }
}
