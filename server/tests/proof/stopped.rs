//! SIGTERM in the middle of pushes: what is under way is answered or refused, and what was acknowledged is in the file itself.

use crate::book::{holds, wal};
use crate::dice::Dice;
use crate::load::{Device, Load, acknowledged};
use crate::program::{Account, Program};
use crate::times;

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_under_load_it_ends_cleanly_with_all_it_acknowledged() {
    const STOPS_OF_ONE: u32 = 50;
    let (times, mut dice) = (times(15), Dice::new(4));
    let (mut stops, mut edits) = (0, 0);
    while stops < times {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("book.db");
        let mut program = Program::start(folder.path());
        let code = program.code.clone().unwrap();
        let account = Account::make(&program.address, &code, folder.path());
        let mut devices = Device::several(&account, 4);
        for _ in 0..STOPS_OF_ONE.min(times - stops) {
            let load = Load::start(devices, &program.address);
            load.in_the_middle(dice.below(20), &mut dice);
            assert_eq!(program.terminate().code(), Some(0));
            devices = load.end();
            assert!(
                !wal(&database).exists(),
                "the log is folded into the file at the end"
            );
            holds(&database, &devices).await;
            stops += 1;
            program = Program::start(folder.path());
        }
        for (status, code) in devices.iter().flat_map(|device| &device.refusals) {
            assert_eq!((*status, code.as_str()), (503, "stopping"));
        }
        edits += acknowledged(&devices);
    }
    println!("told to stop {stops} times: {edits} edits acknowledged, lost 0");
}
