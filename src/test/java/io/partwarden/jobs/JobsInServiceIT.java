package io.partwarden.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partwarden.testing.MovedClock;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import io.partwarden.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The jobs as the service puts them together, on a clock that the test moves. */
@ServiceTest
@Import({MovedClock.class, JobsInServiceIT.Beans.class})
class JobsInServiceIT {

    private final Service service;
    private final TestClock clock;
    private final DatabaseClock databaseClock;
    private final Claims claims;
    private final RecurringTasks tasks;
    private final Gardener gardener;

    JobsInServiceIT(
            Service service,
            TestClock clock,
            DatabaseClock databaseClock,
            Claims claims,
            RecurringTasks tasks,
            Gardener gardener) {
        this.service = service;
        this.clock = clock;
        this.databaseClock = databaseClock;
        this.claims = claims;
        this.tasks = tasks;
        this.gardener = gardener;
    }

    @Test
    void aFeaturesTaskRunsWhenItsTimeHasCome() {
        assertThat(tasks.instances("garden")).containsExactly("north", "south");

        clock.pass(Duration.ofDays(1));

        await().atMost(Duration.ofMinutes(1)).until(() -> gardener.done.containsAll(List.of("north", "south")));
        assertThat(databaseClock.now()).isEqualTo(MovedClock.BEGIN.plus(Duration.ofDays(1)));
    }

    @Test
    void claimsAreKeptInTheServicesOwnDatabase() {
        try (Claim claim = claims.tryClaim("garden").orElseThrow()) {
            claim.requireHeld();
            assertThat(service.metadata().query("SELECT subject FROM partwarden.claim WHERE holder IS NOT NULL"))
                    .containsExactly("garden");
        }
        assertThat(claims.holder("garden")).isEmpty();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        Gardener gardener(RecurringTasks tasks) {
            return new Gardener(tasks);
        }
    }

    /** Has its instances made by its own start, as features do. */
    static final class Gardener implements RecurringTask {

        final List<String> done = new CopyOnWriteArrayList<>();

        Gardener(RecurringTasks tasks) {
            tasks.ensure(name(), "north", Duration.ofDays(1));
            tasks.ensure(name(), "south", Duration.ofDays(1));
        }

        @Override
        public String name() {
            return "garden";
        }

        @Override
        public void run(String instance) {
            done.add(instance);
        }
    }
}
