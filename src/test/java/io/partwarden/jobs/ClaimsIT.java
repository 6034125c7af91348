package io.partwarden.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.partwarden.jobs.JobsBench.Replica;
import io.partwarden.shared.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimsIT {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final JobsBench bench = new JobsBench();
    private final Replica one = bench.replica(JobsBench.DEFAULTS, Clock.systemUTC());
    private final Replica two = bench.replica(JobsBench.DEFAULTS, Clock.systemUTC());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aSubjectHasOneHolderAmongReplicasAndWithinOne() {
        Claim claim = claim(one, "table 1");

        assertThat(two.claims.tryClaim("table 1")).isEmpty();
        assertThat(one.claims.tryClaim("table 1")).isEmpty();
        assertThat(two.claims.tryClaim("table 2")).isPresent();
        claim.requireHeld();
        assertThat(claim.isHeld()).isTrue();
    }

    @Test
    void aReleasedSubjectIsFreeForAHigherFence() {
        long fence;
        try (Claim claim = claim(one, "table 1")) {
            fence = claim.fence();
        }

        Claim next = claim(two, "table 1");

        assertThat(next.fence()).isEqualTo(fence + 1);
        assertThat(next.subject()).isEqualTo("table 1");
    }

    @Test
    void aClosedClaimIsNotHeldAndClosesOnce() {
        Claim claim = claim(one, "table 1");
        claim.close();
        Claim next = claim(two, "table 1");

        claim.close();

        assertThat(claim.isHeld()).isFalse();
        assertThatThrownBy(claim::requireHeld).isInstanceOf(Problem.class);
        next.requireHeld();
    }

    @Test
    void theSilentIsReplacedAndItsFenceIsWorthNothing() {
        Claim silent = claim(one, "table 1");
        bench.silentClaims(LONG);

        Claim next = claim(two, "table 1");

        assertThat(next.fence()).isGreaterThan(silent.fence());
        Problem problem = catchThrowableOfType(Problem.class, silent::requireHeld);
        assertThat(problem.type()).isEqualTo(JobProblem.CLAIM_LOST);
        assertThat(problem.extras()).containsEntry("subject", "table 1").containsEntry("fence", silent.fence());
        assertThat(problem.retryAfter()).isPresent();
        assertThat(silent.isHeld()).isFalse();
        next.requireHeld();
    }

    @Test
    void anAbandonedClaimRunsOutAndIsTakenOver() {
        Claim abandoned = claim(one, "table 1");
        abandoned.abandon();
        abandoned.close();

        assertThat(two.claims.tryClaim("table 1")).isEmpty();
        bench.silentClaims(LONG);

        assertThat(claim(two, "table 1").tookOver()).isTrue();
        assertThat(abandoned.isHeld()).isFalse();
    }

    @Test
    void anOutdatedHolderCannotRelease() {
        Claim outdated = claim(one, "table 1");
        bench.silentClaims(LONG);
        Claim next = claim(two, "table 1");

        outdated.close();

        next.requireHeld();
        assertThat(one.claims.tryClaim("table 1")).isEmpty();
    }

    /** Its own process may replace it too, once it was silent for so long: what the old claim's work does must end at its fence. */
    @Test
    void theSameReplicaTakesOverWithANewFence() {
        Claim old = claim(one, "table 1");
        bench.silentClaims(LONG);

        Claim next = claim(one, "table 1");

        assertThat(next.fence()).isGreaterThan(old.fence());
        assertThat(old.isHeld()).isFalse();
        next.requireHeld();
    }

    @Test
    void askingKeepsTheClaimAlive() {
        Claim claim = claim(one, "table 1");
        bench.silentClaims(LONG);

        claim.requireHeld();

        assertThat(two.claims.tryClaim("table 1")).isEmpty();
    }

    @Test
    void heartbeatsKeepItAliveInTheBackground() {
        claim(bench.replica(), "table 1");
        Instant first = holder("table 1").heartbeat();

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(holder("table 1").heartbeat()).isAfter(first));
        bench.silentClaims(LONG);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(holder("table 1").heartbeat()).isAfter(first));
        assertThat(two.claims.tryClaim("table 1")).isEmpty();
    }

    @Test
    void heartbeatsGoOnAfterTheDatabaseWasAway() {
        Replica quick = bench.replica();
        claim(quick, "table 1");
        claim(quick, "table 2");
        quick.cutOff();
        await().atMost(Duration.ofMinutes(1)).until(quick::wasRefused);
        Instant first = holder("table 2").heartbeat();

        quick.reconnect();

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(holder("table 2").heartbeat()).isAfter(first));
    }

    @Test
    void whoCannotAskTheDatabaseHoldsNothing() {
        Claim claim = claim(one, "table 1");
        one.cutOff();

        Problem problem = catchThrowableOfType(Problem.class, claim::requireHeld);

        assertThat(problem.type()).isEqualTo(JobProblem.CLAIM_LOST);
        assertThat(problem.detail()).contains("could not be read");
        claim.close();
        one.reconnect();
        assertThat(two.claims.tryClaim("table 1")).isEmpty();
        bench.silentClaims(LONG);
        assertThat(two.claims.tryClaim("table 1")).isPresent();
    }

    @Test
    void showsTheHolder() {
        assertThat(one.claims.holder("table 1")).isEmpty();
        Claim claim = claim(one, "table 1");

        ClaimHolder holder = holder("table 1");

        assertThat(holder.name())
                .contains("/" + ProcessHandle.current().pid() + "/")
                .hasSizeLessThanOrEqualTo(50);
        assertThat(holder.fence()).isEqualTo(claim.fence());
        assertThat(holder.heartbeat()).isAfterOrEqualTo(holder.since());
        claim.close();
        assertThat(two.claims.holder("table 1")).isEmpty();
    }

    @Test
    void sessionsOfASubjectShareAPrefixThatNoOtherHas() {
        Claim first = claim(one, "table 1");
        first.close();
        Claim second = claim(two, "table 1");
        Claim other = claim(two, "a table whose name alone, in its schema on its target, is longer than 63 bytes");

        assertThat(second.sessionPrefix()).isEqualTo(first.sessionPrefix()).isNotEqualTo(other.sessionPrefix());
        assertThat(second.sessionName()).startsWith(first.sessionPrefix()).isNotEqualTo(first.sessionName());
        assertThat(other.sessionName()).matches("partwarden/[0-9a-f]{16}/1").hasSizeLessThanOrEqualTo(63);
    }

    @Test
    void aClaimNeedsASubject() {
        assertThatThrownBy(() -> one.claims.tryClaim(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofEightThatCompeteOneWinsEachRound() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 1; round <= 25; round++) {
                CyclicBarrier together = new CyclicBarrier(threads);
                List<Future<Optional<Claim>>> tries = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    Replica replica = i % 2 == 0 ? one : two;
                    tries.add(pool.submit(() -> {
                        together.await();
                        return replica.claims.tryClaim("table 1");
                    }));
                }
                List<Claim> won = new ArrayList<>();
                for (Future<Optional<Claim>> one : tries) {
                    one.get().ifPresent(won::add);
                }
                assertThat(won).singleElement().extracting(Claim::fence).isEqualTo((long) round);
                won.get(0).close();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Claim claim(Replica replica, String subject) {
        return replica.claims.tryClaim(subject).orElseThrow();
    }

    private ClaimHolder holder(String subject) {
        return two.claims.holder(subject).orElseThrow();
    }
}
