//! Small data in a link: deflated, and written in the letters that a fragment may hold.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// The longest that packed data may be, in letters: longer links are cut by what people send
/// them with.
pub const LONGEST_PACKED: usize = 8_000;

/// The longest text that is packed, or that packed data may become, in bytes: tables shrink to an
/// eighth or so, and to try takes a few milliseconds.
pub const LONGEST_UNPACKED: usize = 64_000;

/// What packed data begin with: no name of a set does.
const MARK: char = '~';

/// A text as a link carries it; `None` where that would be too long.
///
/// ```
/// use bounceback_core::share::pack::{pack, unpack};
///
/// let packed = pack("length,right,of\n10,9,10").unwrap();
/// assert_eq!(unpack(&packed).as_deref(), Some("length,right,of\n10,9,10"));
/// ```
pub fn pack(text: &str) -> Option<String> {
    if text.len() > LONGEST_UNPACKED {
        return None;
    }
    let mut packed = String::from(MARK);
    URL_SAFE_NO_PAD.encode_string(compress_to_vec(text.as_bytes(), 9), &mut packed);
    (packed.len() <= LONGEST_PACKED).then_some(packed)
}

/// The text that packed data are; `None` where they are none, or were cut on their way.
pub fn unpack(packed: &str) -> Option<String> {
    let letters = packed.strip_prefix(MARK)?;
    let bytes = URL_SAFE_NO_PAD.decode(letters.trim_end_matches('=')).ok()?;
    let text = decompress_to_vec_with_limit(&bytes, LONGEST_UNPACKED).ok()?;
    String::from_utf8(text).ok()
}

/// Whether a value of a link is meant to be packed data, and no name of a set.
pub fn is_packed(value: &str) -> bool {
    value.starts_with(MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_out_again() {
        for text in [
            "",
            "a",
            "längen\t“und” \u{1F600}\r\n",
            &"12,11,12\n".repeat(2000),
        ] {
            let packed = pack(text).expect("it is small");
            assert!(
                packed
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || b"-_~".contains(&it))
            );
            assert_eq!(unpack(&packed).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_was_cut_or_never_packed_is_nothing() {
        let packed = pack("length,right,of\n10,9,10\n20,8,10").expect("it is small");
        for end in 0..packed.len() {
            assert_eq!(unpack(&packed[..end]), None, "cut at {end}");
        }
        for text in ["probe", "~", "~!!", "~äöü", "~AAAA"] {
            assert_eq!(unpack(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_grows() {
        // What is not repeated does not get shorter.
        let mut state = 1_u64;
        let mut letter = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char::from(b'!' + (state >> 58) as u8)
        };
        let noise: String = (0..40_000).map(|_| letter()).collect();
        assert_eq!(pack(&noise), None);
        // A bomb of zeros is larger than anything packed may be.
        let bomb = compress_to_vec(&vec![b'0'; 4 * LONGEST_UNPACKED], 9);
        let bomb = format!("~{}", URL_SAFE_NO_PAD.encode(bomb));
        assert!(bomb.len() < LONGEST_PACKED);
        assert_eq!(unpack(&bomb), None);
    }
}
