//! The page of a stored sweep and its charts: where each policy wins, as `discover` tells it of a sweep without being asked for anything else. It is drawn
//! from what is on the disk, so that whole, resumed, joined and drawn again it is the same.

use std::path::Path;

use super::header::Header;
use super::table::{digests, layout};
use crate::experiment::exploration::discovery::{Ask, discover};
use crate::output::Error;
use crate::output::charts::png;
use crate::output::explored::{self, Background, discovery};
use crate::output::report::sweep::html;
use crate::output::stored::Origin;

/// Draws the page and the charts of a finished sweep: paths and bytes.
///
/// # Errors
///
/// The directory holds no sweep that is whole and readable, what varies leaves nothing to say, or a picture cannot be made.
pub fn draw(root: &Path) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let header = Header::read(root)?;
    let none = |cause: String| Error::NoPage { path: root.to_owned(), cause };
    if let Some(weight) = header.parameters.iter().find(|parameter| parameter.is_weight()) {
        return Err(none(format!("`{}` weighs the pick, so that no one weighing holds at all points", weight.path)));
    }
    let scenario = header.read_scenario(root)?;
    let layout = layout(root)?;
    let ask = Ask::usual(&layout).ok_or_else(|| none("it has not the measures that a page tells of".to_owned()))?;
    let digests = digests(root, &layout, &scenario.decision, &ask.measures())?;
    let found = discover(&layout, &digests, &ask);
    let background = Background { scenario: &scenario, layout: &layout };
    let told = discovery::compose(&background, &found, &ask);
    let drawn: Vec<_> = explored::charts::of_discovery(&background, &found).into_iter().collect();
    let origin = Origin {
        version: header.version().to_owned(),
        commit: header.commit,
        command: header.command,
        scenario_sha256: header.scenario_sha256,
    };
    let page = html(&told, &background, &drawn, &origin);
    let mut files = vec![("report.html".to_owned(), page.into_bytes())];
    for chart in &drawn {
        let pixels = png(&chart.svg).map_err(|error| Error::Picture { name: chart.name, cause: error.to_string() })?;
        files.extend(chart.files(pixels));
    }
    Ok(files)
}
