//! Event streams.

use http_body_util::BodyExt;
use yardstick_domain::id::WorkspaceId;

use crate::app::TestApp;

#[tokio::test]
async fn a_stream_hears_of_its_own_workspace_and_ends_when_the_device_is_shut_out() {
    let (app, anna) = TestApp::with_owner().await;
    let mut stream = anna.open("/api/v1/events").await;
    let workspace = anna.get("/api/v1/session").await.json()["workspace"]["id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    app.app
        .events()
        .advanced(WorkspaceId(uuid::Uuid::from_u128(99)), 1);
    app.app.events().advanced(workspace, 7);
    let event = stream.frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(event, "event: advanced\ndata: {\"seq\":7}\n\n");
    anna.delete(&format!("/api/v1/devices/{}", anna.device().await))
        .await;
    assert!(stream.frame().await.is_none(), "the stream has ended");
}

#[tokio::test]
async fn every_stream_ends_when_the_server_stops() {
    let (app, anna) = TestApp::with_owner().await;
    let mut stream = anna.open("/api/v1/events").await;
    app.app.stop().await;
    assert!(stream.frame().await.is_none());
}
