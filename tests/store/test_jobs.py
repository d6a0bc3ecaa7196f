"""The job row as the queue: who may change it, and why crashes and duplicates do no harm."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from explorer.domain.jobs import LEASE_SECONDS, MAX_ATTEMPTS, JobState
from explorer.store import models, reads, writes
from explorer.store.errors import NotFound, QueueFull
from explorer.store.records import HeartbeatAnswer
from explorer.store.signals import job_queued
from tests.store.databases import at_once

SPEC = {"device": "cpu", "dtype": "float32", "batch": 1, "height": 224, "width": 224}
MEASUREMENT = {
    "latency_ms": {"median": 2.0, "p05": 1.0, "p95": 3.0, "iqr": 0.5, "min": 1.0, "samples": 3, "grade": "B"},
    "raw_samples_ms": [1.0, 2.0, 3.0],
    "throughput_per_s": 500.0,
    "peak_memory_bytes": None,
    "memory_method": "none",
    "layers": [{"path": "stem.conv1", "latency_ms": 0.4}],
    "conditions": {"device": "cpu-1", "device_kind": "cpu", "device_name": "A CPU", "taken_at": "2026-01-02T03:04:05Z"},
}

pytestmark = pytest.mark.usefixtures("database")


def submit(**changes):
    job, _ = writes.job_submit(kind="profile", architecture_slug="resnet18", spec=SPEC | changes)
    return job


def claim(job, worker="one", after=0.0):
    return writes.job_claim(job_id=job.id, worker=worker, now=timezone.now() + timedelta(seconds=after))


def held(claimed):
    return {"job_id": claimed.job_id, "lease_token": claimed.lease_token}


def succeed(claimed, **made):
    return writes.job_succeed(
        **held(claimed), **{"result": {"fine": True}, "measurement": None, "artifact": None} | made
    )


def fail(claimed, *, retry=False, state=JobState.FAILED, code="broken"):
    return writes.job_fail(**held(claimed), code=code, message="It broke.", state=state, retry=retry)


def sweep(after=0.0):
    return writes.jobs_sweep(now=timezone.now() + timedelta(seconds=after))


def state(job):
    return reads.job_get(job_id=job.id).state


def test_equal_work_is_one_job_while_it_lasts(sent):
    first, created = writes.job_submit(kind="profile", architecture_slug="resnet18", spec=SPEC)
    again, created_again = writes.job_submit(kind="profile", architecture_slug="resnet18", spec=SPEC)
    assert (created, created_again) == (True, False)
    assert again.id == first.id
    assert sent == [(first.id, "cpu")]
    assert submit(batch=2).id != first.id
    succeed(claim(first))
    assert submit().id != first.id


def test_equal_submits_at_once_are_one_job(sent):
    jobs = at_once(24, submit)
    assert len({job.id for job in jobs}) == 1
    assert models.Job.objects.count() == 1
    assert len(sent) == 1


def test_an_unknown_architecture_has_no_jobs():
    with pytest.raises(NotFound, match="nope"):
        writes.job_submit(kind="profile", architecture_slug="nope", spec=SPEC)


def test_a_full_queue_takes_no_more(settings):
    settings.JOB_QUEUE_LIMIT = 1
    first = submit()
    assert submit().id == first.id, "equal work needs no room"
    with pytest.raises(QueueFull):
        submit(batch=2)


def test_one_of_many_claims_wins():
    job = submit()
    claimed = [found for found in at_once(20, lambda: claim(job)) if found]
    assert len(claimed) == 1
    assert claimed[0].attempts == 1
    assert claimed[0].spec == SPEC
    assert claimed[0].graph_document["name"] == "ResNet-18"
    assert claim(job) is None


@pytest.mark.parametrize("job_id", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_message_for_no_job_is_ignored(job_id):
    assert writes.job_claim(job_id=job_id, worker="one", now=timezone.now()) is None


def test_success_stores_everything_at_once():
    claimed = claim(submit())
    assert succeed(claimed, measurement=MEASUREMENT)
    job = reads.job_get(job_id=claimed.job_id)
    assert (job.state, job.progress, job.result) == (JobState.SUCCEEDED, 1.0, {"fine": True})
    (stored,) = reads.measurements_page(architecture="resnet18").results
    assert stored.document == MEASUREMENT
    assert stored.taken_at.isoformat() == "2026-01-02T03:04:05+00:00"
    assert reads.measurements_page(device="cpu").count == reads.measurements_page(device="cpu-1").count == 1
    assert reads.measurements_page(device="cuda").count == reads.measurements_page(architecture="vgg16").count == 0


def test_a_result_that_cannot_be_stored_leaves_the_job_running():
    claimed = claim(submit())
    with pytest.raises(ValueError, match="JSON compliant"):
        succeed(claimed, result={"latency": float("nan")})
    with pytest.raises(ValueError, match="not in the store"):
        succeed(claimed, artifact={"kind": "onnx", "sha256": "0" * 64, "size_bytes": 1})
    assert state(submit()) == JobState.RUNNING
    assert models.Measurement.objects.count() == models.Artifact.objects.count() == 0


def test_who_lost_the_lease_stores_nothing(sent):
    job = submit()
    slow = claim(job)
    assert sweep(after=LEASE_SECONDS + 1).requeued == 1
    assert state(job) == JobState.QUEUED
    fast = claim(job, worker="two", after=200)
    assert fast.attempts == 2
    assert not succeed(slow, measurement=MEASUREMENT)
    assert not fail(slow)
    assert not writes.job_progress(**held(slow), progress=0.9, stage="late")
    assert writes.job_heartbeat(**held(slow), now=timezone.now()) == HeartbeatAnswer.LOST
    assert succeed(fast, measurement=MEASUREMENT)
    assert not succeed(fast), "a second ending of the same run"
    assert models.Measurement.objects.count() == 1


def test_heartbeats_keep_the_lease():
    job = submit()
    claimed = claim(job)
    later = timezone.now() + timedelta(seconds=LEASE_SECONDS - 1)
    assert writes.job_heartbeat(**held(claimed), now=later) == HeartbeatAnswer.CONTINUE
    assert sweep(after=LEASE_SECONDS + 1).requeued == 0
    assert writes.job_progress(**held(claimed), progress=7.0, stage="x" * 300)
    assert reads.job_get(job_id=job.id).progress == 1.0


def test_a_worker_that_dies_every_time_fails_the_job():
    job = submit()
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert claim(job, after=100 * attempt).attempts == attempt
        counts = sweep(after=100 * attempt + LEASE_SECONDS + 1)
        assert (counts.requeued, counts.failed) == ((0, 1) if attempt == MAX_ATTEMPTS else (1, 0))
    found = reads.job_get(job_id=job.id)
    assert found.state == JobState.FAILED
    assert found.error
    assert found.error.code == "worker_lost"


def test_a_failed_attempt_is_repeated_after_a_pause():
    job = submit()
    claimed, before = claim(job), timezone.now()
    assert fail(claimed, retry=True)
    assert state(job) == JobState.QUEUED
    assert writes.job_claim(job_id=job.id, worker="two", now=before) is None, "not before the pause is over"
    assert fail(claim(job, after=10), retry=True)
    assert fail(claim(job, after=100), retry=True)
    found = reads.job_get(job_id=job.id)
    assert (found.state, found.attempts) == (JobState.FAILED, MAX_ATTEMPTS)
    assert found.error
    assert (found.error.code, found.error.message) == ("broken", "It broke.")


def test_a_limit_is_told_from_a_failure():
    job = submit()
    assert fail(claim(job), state=JobState.TIMED_OUT, code="timed_out")
    assert state(job) == JobState.TIMED_OUT


def test_cancelling_waiting_running_and_ended_jobs():
    waiting = submit()
    assert writes.job_cancel(job_id=waiting.id).state == JobState.CANCELLED
    assert claim(waiting) is None

    running = submit()
    claimed = claim(running)
    asked = writes.job_cancel(job_id=running.id)
    assert (asked.state, asked.cancel_requested) == (JobState.RUNNING, True)
    assert submit().id != running.id, "asking again is not answered by a job that is being stopped"
    assert writes.job_heartbeat(**held(claimed), now=timezone.now()) == HeartbeatAnswer.CANCEL
    assert fail(claimed, retry=True)
    assert state(running) == JobState.CANCELLED

    assert writes.job_cancel(job_id=running.id).state == JobState.CANCELLED
    with pytest.raises(NotFound):
        writes.job_cancel(job_id="nonsense")


def test_a_lost_worker_cannot_keep_a_cancelled_job_alive():
    job = submit()
    claim(job)
    writes.job_cancel(job_id=job.id)
    assert sweep(after=LEASE_SECONDS + 1).cancelled == 1
    assert state(job) == JobState.CANCELLED


def test_lost_messages_are_sent_again_by_one_sweep_only(sent):
    job = submit()
    sent.clear()
    assert sweep(after=20).resent == 0
    now = timezone.now() + timedelta(seconds=40)
    assert sum(counts.resent for counts in at_once(8, lambda: writes.jobs_sweep(now=now))) == 1
    assert sent == [(job.id, "cpu")]


def test_what_a_dead_broker_did_not_take_is_sent_by_the_next_sweep(sent):
    def refuses(**_):
        return False

    job_queued.connect(refuses)
    try:
        first, second = submit(), submit(batch=2)
        sent.clear()
        assert sweep(after=1).resent == 0
        assert len(sent) == 1, "a sweep does not wait for the broker once for every job"
    finally:
        job_queued.disconnect(refuses)
    sent.clear()
    assert sweep(after=2).resent == 2
    assert sent == [(first.id, "cpu"), (second.id, "cpu")]
    assert sweep(after=3).resent == 0


def test_only_a_worker_with_the_device_claims_a_job_for_it(sent):
    gpu = {"id": "cuda-1", "kind": "cuda", "name": "A GPU", "memory_bytes": 2**33}
    writes.device_report(worker="one", devices=[], now=timezone.now())
    writes.device_report(worker="two", devices=[gpu], now=timezone.now())
    job = submit(device="cuda-1")
    assert sent == [(job.id, "gpu")]
    assert claim(job, worker="one") is None
    assert sweep(after=1).resent == 1, "the message that the wrong worker spent is replaced at once"
    assert claim(job, worker="two").spec["device"] == "cuda-1"


def test_devices_are_those_of_live_workers():
    now = timezone.now()
    cpu = {"id": "cpu-1", "kind": "cpu", "name": "A CPU", "memory_bytes": None, "driver": None}
    writes.device_report(worker="one", devices=[cpu], now=now - timedelta(seconds=20))
    writes.device_report(worker="two", devices=[cpu | {"name": "Same CPU"}], now=now)
    writes.device_report(worker="two", devices=[cpu], now=now)
    (device,) = reads.devices_live(now=now)
    assert (device.id, device.name, device.worker) == ("cpu-1", "A CPU", "two")
    assert reads.workers_live(now=now) == 2
    assert reads.devices_live(now=now + timedelta(seconds=60)) == []


def test_jobs_of_an_architecture():
    job, other = submit(), submit(batch=2)
    succeed(claim(other))
    assert [found.id for found in reads.jobs_page(architecture="resnet18", active=True).results] == [job.id]
    assert [found.id for found in reads.jobs_page(active=False).results] == [other.id]
    assert reads.jobs_page(architecture="vgg16").count == 0


def test_a_changed_graph_is_other_work():
    job = submit()
    row = models.Architecture.objects.get(slug="resnet18")
    before = row.graph_json, row.graph_sha256
    try:
        document = json.loads(row.graph_json) | {"name": "Another"}
        row.graph_json, row.graph_sha256 = json.dumps(document), "f" * 64
        row.save()
        assert submit().id != job.id
    finally:
        row.graph_json, row.graph_sha256 = before
        row.save()
