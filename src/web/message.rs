//! What can happen to the page, and the queue where it waits for the next frame.

use super::{crash, frame};
use bounceback_core::model::edit::Change;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::walk::Stride;
use bounceback_fit::read::{Ask, Kind, Role};
use std::cell::RefCell;

/// Something that a person, the browser or the clock did.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    /// A parameter was given a number, by pointer or key.
    Set(Key, f64),
    /// A parameter was given as text.
    Write(Key, String),
    /// The same in the midst of a sentence.
    WriteInProse(Key, String),
    /// The pointer or the key that was changing a value has let go.
    Settled,
    /// What a hand is pulling goes back to where it was.
    Cancel,
    /// The last change is taken back.
    Undo,
    /// The address now holds this link.
    Link(String),
    /// A link within the page leads into a room, or to a figure of one.
    Room(&'static str),
    /// The place at which the reader was when the history was here, in CSS pixels from the top.
    Place(f64),
    /// A recipe of the plan is tried: the link of the scenario that it makes.
    Adopt(String),
    /// A beat of the story shows what comes of it.
    Reveal(usize),
    /// The reader's own values come back, after those of the story.
    Own,
    /// The page was scrolled: other figures may have come into sight.
    Scrolled,
    /// Every parameter back to its default.
    Defaults,
    /// What the plan's sentences don't show, back to what is usual.
    Usual,
    /// Something was asked of a figure.
    Figure(usize, Action),
    /// Something was done to the phases of the schema.
    Phase(Gesture),
    /// Sizes, colours or pixel ratio may have changed.
    Redraw,
    /// The frame that an embed stands in comes into sight, or leaves it.
    Sight(bool),
    /// The page is about to be printed.
    Print,
    /// Data were brought, or something was done to them.
    Data(Brought),
    /// What was found of them is taken away.
    TakeAway(Away),
    /// Something was done in the lab.
    Lab(Done),
    /// What explains the data becomes the scenario: an explanation, by its name.
    AdoptFit(&'static str),
}

/// Data, or something done to them.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Brought {
    /// A text, pasted or of a file.
    Text(String),
    /// A set that the page has, by its name.
    Set(&'static str),
    /// A file that could not be read.
    Unread,
    /// A column means something else.
    Role(usize, Role),
    /// The data are of another kind.
    Kind(Kind),
    /// A question is answered: by which choice, and with which number.
    Answer(Ask, usize, Option<f64>),
    /// Another of several sets is looked at.
    Series(usize),
    /// Whether a success is a text without an error.
    Flawless(bool),
    /// Whether the length at which errors begin is fitted too.
    Origin(bool),
    /// Whether the labels of steps are computed, and never slip.
    Exact(bool),
    /// Another explanation is looked at.
    Choose(&'static str),
    /// Another kind of slips is looked at.
    SlipOf(usize),
    /// Labels slip at another rate.
    Slip(f64),
    /// Whether the data go along in the link.
    Carry(bool),
    /// What is being done is stopped.
    Stop,
}

/// How what was found is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Away {
    /// Fits as a CSV file.
    Csv,
    /// Everything as a JSON file.
    Json,
    /// The verdict, onto the clipboard.
    Verdict,
}

/// Something asked of one figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// The pointer is over the drawing, so many CSS pixels from its left and upper edge.
    Hover(i32, i32),
    /// A hand comes down on what can be pulled, in the same pixels; whether it is a finger.
    Press(i32, i32, bool),
    /// What the hand holds is pulled to a place.
    Pull(i32, i32),
    /// What the figure offers at a place, or where its cursor is, is taken over.
    Take(Option<(i32, i32)>),
    /// The pointer has left.
    Leave,
    /// An arrow key: so many steps to the right, and up.
    Arrow(i32, i32),
    /// The data cursor moves by so many stops.
    Cursor(i64),
    /// The data cursor jumps to the first or the last length.
    CursorEnd(bool),
    /// Its axis to the right becomes logarithmic, or linear.
    XScale,
    /// So does its axis up.
    YScale,
    /// Show or hide the table.
    Table,
    /// Let the runs unfold token by token, or stop them.
    Play,
    /// One cell further.
    Step,
    /// Back to the first token.
    Rewind,
    /// Other runs.
    Reseed,
    /// Open the panel by which it is shared.
    Share,
    /// The run is chosen whose row lies at a place, or, if it is so already, none; in
    /// the pixels of [`Action::Hover`].
    Pick(i32, i32),
    /// The run so many rows further down is chosen.
    Choose(i64),
    /// No run is chosen.
    Release,
}

/// Something done to the phases.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Gesture {
    /// A phase is chosen.
    Choose(usize),
    /// The one so many places after the chosen one is.
    Next(i64),
    /// The chosen one goes so many places to the right.
    Shift(isize),
    /// The chosen one is changed.
    Change(Change),
    /// A pointer takes hold of the block of a phase, or of its end, so many CSS pixels
    /// from the left edge.
    Hold(usize, bool, f64),
    /// It is there now.
    Carry(f64),
    /// It lets go.
    Release,
    /// A key makes a phase longer or shorter by a step.
    Step(usize, i32, Stride),
    /// A key makes a phase as short as can be, or as long.
    Limit(usize, bool),
    /// The schema of a preset.
    Preset(usize),
}

/// Something done in the lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// The program is asked for, though it costs data.
    Load,
    /// It has come, or hasn't.
    Loaded(bool),
    /// The watched run is played, or pauses.
    Play,
    /// One token more.
    Step,
    /// All of it.
    Finish,
    /// A token is looked at, or none.
    Look(Option<usize>),
    /// A token is pressed, and whether it is a finger.
    Press(usize, bool),
    /// A measurement stops, or goes on.
    Stop(usize),
    /// What was measured becomes the scenario, and the runs data.
    Adopt,
}

thread_local! {
    static QUEUE: RefCell<Vec<Message>> = const { RefCell::new(Vec::new()) };
}

/// Puts a message into the queue and asks for a frame.
pub(super) fn send(message: Message) {
    if crash::has_happened() {
        return;
    }
    QUEUE.with_borrow_mut(|queue| queue.push(message));
    frame::request();
}

/// The last number that waits to be set for a parameter.
pub(super) fn pending(key: Key) -> Option<f64> {
    QUEUE.with_borrow(|queue| {
        queue.iter().rev().find_map(|message| match message {
            Message::Set(set, value) if *set == key => Some(*value),
            _ => None,
        })
    })
}

/// The last number that waits to be set for a parameter of the phase chosen.
pub(super) fn pending_in_phase(key: Key) -> Option<f64> {
    QUEUE.with_borrow(|queue| {
        queue.iter().rev().find_map(|message| match message {
            Message::Phase(Gesture::Change(Change::Set(set, value))) if *set == key => Some(*value),
            _ => None,
        })
    })
}

/// Takes everything that waits.
pub(super) fn take() -> Vec<Message> {
    QUEUE.with_borrow_mut(std::mem::take)
}
