//! How each browser puts an app on its home screen.

use crate::browser::platform::{Browser, Platform, System};
use crate::i18n::Msg;

/// The steps, in order.
pub(super) fn steps(here: Platform) -> &'static [Msg] {
    match (here.system, here.browser) {
        (System::IPhone | System::IPad, _) => &[
            Msg::InstallIosShare,
            Msg::InstallIosAdd,
            Msg::InstallIosOpen,
        ],
        (System::Android, _) => &[
            Msg::InstallAndroidMenu,
            Msg::InstallAndroidAdd,
            Msg::InstallAndroidOpen,
        ],
        (System::Mac, Browser::Safari) => {
            &[Msg::InstallMacMenu, Msg::InstallMacAdd, Msg::InstallMacOpen]
        }
        (_, Browser::Firefox) => &[Msg::InstallFirefoxDesk],
        (System::Mac | System::Windows | System::Linux | System::Other, _) => &[
            Msg::InstallDeskIcon,
            Msg::InstallDeskMenu,
            Msg::InstallDeskOpen,
        ],
    }
}
