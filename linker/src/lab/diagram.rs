//! A reliability diagram as a picture: how likely the linker thought it, and how
//! often it was right.

use std::fmt::Write as _;

/// The diagram's side in pixels, and the room for what is written around it.
const SIDE: f64 = 360.0;
const MARGIN: f64 = 56.0;

/// An SVG of rows as [`super::replay::reliability`] gives them. Each dot is as
/// large as its answers are many (by area); the line is where dots belong.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn reliability(rows: &[(f64, f64, usize)], title: &str) -> String {
    let all = MARGIN * 2.0 + SIDE;
    let most = rows.iter().map(|(_, _, count)| *count).max().unwrap_or(1) as f64;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {all} {all}\" width=\"{all}\" height=\"{all}\" \
         font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n<title>{title}</title>\n\
         <rect width=\"{all}\" height=\"{all}\" fill=\"#fff\"/>\n"
    );
    for tenth in (0..=10).step_by(2) {
        let share = f64::from(tenth) / 10.0;
        let ((x, bottom), (_, y)) = (at(share, 0.0), at(0.0, share));
        let _ = write!(
            svg,
            "<path d=\"M{x:.0} {MARGIN}V{bottom:.0}M{MARGIN} {y:.0}H{:.0}\" stroke=\"#ddd\"/>\n\
             <text x=\"{x:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{share}</text>\n\
             <text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{share}</text>\n",
            MARGIN + SIDE,
            bottom + 18.0,
            MARGIN - 8.0,
            y + 4.0,
        );
    }
    let ((left, bottom), (right, top)) = (at(0.0, 0.0), at(1.0, 1.0));
    let _ = writeln!(
        svg,
        "<path d=\"M{left:.0} {bottom:.0}L{right:.0} {top:.0}\" stroke=\"#888\" stroke-dasharray=\"4 4\"/>"
    );
    for (likely, right, count) in rows {
        let (x, y) = at(*likely, *right);
        let radius = 3.0 + 15.0 * (*count as f64 / most).sqrt();
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"#26c\" fill-opacity=\"0.5\" stroke=\"#26c\">\
             <title>thought {likely:.3}, was right {right:.3} of {count}</title></circle>"
        );
    }
    let middle = MARGIN + SIDE / 2.0;
    let _ = write!(
        svg,
        "<text x=\"{middle:.0}\" y=\"{:.0}\" text-anchor=\"middle\">confidence</text>\n\
         <text x=\"16\" y=\"{middle:.0}\" text-anchor=\"middle\" transform=\"rotate(-90 16 {middle:.0})\">share that was right</text>\n\
         <text x=\"{middle:.0}\" y=\"28\" text-anchor=\"middle\" font-size=\"13\">{title}</text>\n</svg>\n",
        all - 12.0,
    );
    svg
}

fn at(likely: f64, right: f64) -> (f64, f64) {
    (MARGIN + likely * SIDE, MARGIN + (1.0 - right) * SIDE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_is_where_it_belongs() {
        let svg = reliability(&[(0.5, 1.0, 4), (1.0, 0.0, 1)], "a title");
        assert!(svg.contains("cx=\"236.0\" cy=\"56.0\" r=\"18.0\""), "{svg}");
        assert!(svg.contains("cx=\"416.0\" cy=\"416.0\" r=\"10.5\""), "{svg}");
        assert_eq!(svg.matches("<circle").count(), 2);
    }
}
