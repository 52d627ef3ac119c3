//! Colours as eyes have them.

use bounceback::figure::theme::Color;

type Matrix = [[f64; 3]; 3];

/// Linear red, green and blue of a colour of sRGB (IEC 61966-2-1).
fn linear(Color(r, g, b): Color) -> [f64; 3] {
    [r, g, b].map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn times(matrix: &Matrix, v: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum())
}

/// From linear sRGB to CIE XYZ, white at D65.
const XYZ: Matrix = [
    [0.4124, 0.3576, 0.1805],
    [0.2126, 0.7152, 0.0722],
    [0.0193, 0.1192, 0.9505],
];

/// Contrast by WCAG 2.2: (L₁ + 0.05)/(L₂ + 0.05) of the relative luminances.
pub(crate) fn contrast(a: Color, b: Color) -> f64 {
    let [a, b] = [a, b].map(|it| times(&XYZ, linear(it))[1]);
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Kinds of sight, by what they make of linear sRGB: all cones, and none of one kind, by
/// G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, “A Physiologically-based Model for
/// Simulation of Color Vision Deficiency”, IEEE TVCG 15(6), 2009, severity 1.
pub(crate) const SIGHTS: [(&str, Matrix); 4] = [
    ("all", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// A colour as a kind of sight has it, in linear sRGB.
pub(crate) fn seen(color: Color, matrix: &Matrix) -> [f64; 3] {
    times(matrix, linear(color)).map(|channel| channel.clamp(0.0, 1.0))
}

/// The difference of two colours in linear sRGB by CIE 1976: their distance in L\*a\*b\*.
pub(crate) fn difference(a: [f64; 3], b: [f64; 3]) -> f64 {
    let white = times(&XYZ, [1.0; 3]);
    let lab = |color: [f64; 3]| {
        let xyz = times(&XYZ, color);
        let f = |index: usize| {
            let t = xyz[index] / white[index];
            if t > (6.0_f64 / 29.0).powi(3) {
                t.cbrt()
            } else {
                t / (3.0 * (6.0_f64 / 29.0).powi(2)) + 4.0 / 29.0
            }
        };
        let [x, y, z] = [f(0), f(1), f(2)];
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    };
    let (a, b) = (lab(a), lab(b));
    let squares = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b));
    squares.sum::<f64>().sqrt()
}
