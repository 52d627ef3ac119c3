//! The one function that machines disagree about.
//!
//! A platform's own `exp` may differ from another's in the last bit; the `libm` crate,
//! compiled to native code and to WebAssembly alike, gives the same bits on both. (Sums,
//! products, quotients and square roots are exactly rounded everywhere.)

/// eˣ.
pub(crate) fn exp(x: f32) -> f32 {
    libm::expf(x)
}
