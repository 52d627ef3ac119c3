//! Real browsers, steered by WebDriver, on the built page.
//!
//! A claim is a function of a [`Lab`]; [`in_every_browser!`] makes a test of it for
//! each browser. The lab serves the built page under a sub-folder, as a static host
//! would, and opens browsers; a [`Tab`] is one of them, with the page in it:
//!
//! ```ignore
//! in_every_browser![the_error_is_in_the_link];
//!
//! fn the_error_is_in_the_link(lab: &Lab) {
//!     let tab = lab.open("");
//!     tab.press("[data-param=error]", &["ArrowRight"]);
//!     tab.wait_for("location.hash.includes('error=')");
//!     tab.expect_no_problems();
//! }
//! ```

mod axe;
mod browser;
mod display;
mod driver;
mod guarded;
mod input;
mod lab;
mod server;
mod setup;
mod tab;
mod wire;

pub(crate) use browser::Browser;
pub(crate) use input::Pointer;
pub(crate) use lab::{Keeping, Lab, dist};
pub(crate) use setup::Setup;
pub(crate) use tab::Tab;

/// Makes tests `chromium::NAME`, `firefox::NAME` and `webkit::NAME` of claims; behind
/// `; in chromium:` of those only `chromium::NAME` that no browser's ways can change, such as
/// what is said, and of which another claim tries the ways in every browser.
macro_rules! in_every_browser {
    ($($claim:ident),+ $(,)? $(; in chromium: $($once:ident),+ $(,)?)?) => {
        $crate::harness::in_every_browser!(@one chromium Chromium $($claim)+ $($($once)+)?);
        $crate::harness::in_every_browser!(@one firefox Firefox $($claim)+);
        $crate::harness::in_every_browser!(@one webkit Webkit $($claim)+);
    };
    (@one $module:ident $browser:ident $($claim:ident)+) => {
        mod $module {
            $(
                #[test]
                #[ignore = "needs real browsers: cargo xtask test"]
                fn $claim() {
                    use $crate::harness::{Browser, Lab};
                    super::$claim(&Lab::new(Browser::$browser, stringify!($claim)));
                }
            )+
        }
    };
}
pub(crate) use in_every_browser;
