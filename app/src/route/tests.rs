use super::*;

const CLIENT: RecordId =
    RecordId::from_bytes(0x0193_5c2e_7a10_7000_8000_0000_0000_0001_u128.to_be_bytes());
const MEETING: RecordId =
    RecordId::from_bytes(0x0193_5c2e_7a10_7000_8000_0000_0000_0002_u128.to_be_bytes());

fn every_route() -> Vec<Route> {
    let tabs = ClientTab::ALL.into_iter().map(|tab| Route::Client {
        client: CLIENT,
        tab,
    });
    let of_client = [
        Route::MeetingBefore { client: CLIENT },
        Route::Ask { client: CLIENT },
        Route::Plan {
            client: CLIENT,
            engagement: MEETING,
        },
        Route::CaptureFor { client: CLIENT },
        Route::WorkFor { client: CLIENT },
        Route::DeletedOf { client: CLIENT },
        Route::Meeting {
            client: CLIENT,
            meeting: MEETING,
        },
        Route::WrapUp {
            client: CLIENT,
            meeting: MEETING,
        },
    ];
    FIXED
        .iter()
        .map(|(route, _)| *route)
        .chain(tabs)
        .chain(of_client)
        .collect()
}

#[test]
fn every_place_is_found_by_its_address_again() {
    for route in every_route() {
        assert_eq!(Route::parse(&route.path()), route);
    }
}

#[test]
fn no_two_places_share_an_address() {
    let mut paths: Vec<_> = every_route().iter().map(Route::path).collect();
    let count = paths.len();
    yardstick_domain::order::natural(&mut paths);
    paths.dedup();
    assert_eq!(paths.len(), count);
}

#[test]
fn the_query_and_a_slash_at_the_end_do_not_matter() {
    assert_eq!(Route::parse("/?src=pwa"), Route::Today);
    assert_eq!(Route::parse("/clients/#top"), Route::Clients);
}

#[test]
fn what_is_no_place_is_not_found() {
    for address in [
        "",
        "/nowhere",
        "/clients/7",
        "/clients/new/before",
        "/clients/01935C2E-7A10-7000-8000-000000000001",
    ] {
        assert_eq!(Route::parse(address), Route::NotFound, "{address}");
    }
    assert_eq!(
        Route::parse(&format!("/clients/{CLIENT}/nonsense")),
        Route::NotFound
    );
    assert_eq!(
        Route::parse(&format!(
            "/clients/{CLIENT}/meetings/{MEETING}/wrap-up/more"
        )),
        Route::NotFound
    );
}
