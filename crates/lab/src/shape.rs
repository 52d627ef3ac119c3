//! The shape of a model: what its tensors are.

/// Heads of attention.
pub const HEADS: usize = 4;
/// Hidden units of the perceptron of a layer.
pub const HIDDEN: usize = 128;
/// How many tokens attention reaches at most, the present one included: there is a learned
/// bias for each offset below, and no other position.
pub const REACH: usize = 24;

/// Layers and width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Layers: 1…4.
    pub layers: usize,
    /// Width of the residual stream: 48 or 64.
    pub width: usize,
}

impl Shape {
    /// Checks a shape.
    pub fn new(layers: usize, width: usize) -> Option<Self> {
        ((1..=4).contains(&layers) && [48, 64].contains(&width)).then_some(Self { layers, width })
    }

    /// The width of a head.
    pub const fn head(self) -> usize {
        self.width / HEADS
    }

    /// Trained numbers.
    pub const fn parameters(self) -> usize {
        let width = self.width;
        let layer = 4 * width * width + 2 * width * HIDDEN + HIDDEN + HEADS * REACH + 2 * width;
        self.layers * layer + (2 * crate::token::VOCABULARY + 1) * width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes_have_some_67_000_parameters() {
        let count = |layers, width| Shape::new(layers, width).unwrap().parameters();
        assert_eq!((count(2, 64), count(3, 48)), (68_096, 66_864));
    }
}
