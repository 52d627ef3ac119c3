//! The places at which the map is computed, and the order in which they come.

/// The number of columns and of rows of places at which it is computed: one more than
/// a multiple of the first stride.
pub(super) const COLUMNS: usize = 41;
pub(super) const ROWS: usize = 33;

/// Every so manyth place comes first, then those between, down to every one.
pub(super) const STRIDES: [usize; 4] = [8, 4, 2, 1];

/// Every place of the grid once, in the order in which they are computed.
pub(super) fn coarse_to_fine() -> Vec<usize> {
    let mut wanted = Vec::new();
    for stride in STRIDES {
        for row in (0..ROWS).step_by(stride) {
            for column in (0..COLUMNS).step_by(stride) {
                let coarser = 2 * stride;
                let known = stride < STRIDES[0]
                    && row.is_multiple_of(coarser)
                    && column.is_multiple_of(coarser);
                if !known {
                    wanted.push(row * COLUMNS + column);
                }
            }
        }
    }
    wanted
}

/// A share of the way across and up, for a place of the grid.
pub(super) fn grid(place: usize) -> (f64, f64) {
    share_of(place % COLUMNS, place / COLUMNS)
}

pub(super) fn share_of(column: usize, row: usize) -> (f64, f64) {
    (
        column as f64 / (COLUMNS - 1) as f64,
        row as f64 / (ROWS - 1) as f64,
    )
}

/// The place of the grid nearest to shares of the way.
pub(super) fn stop_of(across: f64, up: f64) -> usize {
    let nearest = |share: f64, count: usize| (share * (count - 1) as f64).round() as usize;
    nearest(up, ROWS) * COLUMNS + nearest(across, COLUMNS)
}
