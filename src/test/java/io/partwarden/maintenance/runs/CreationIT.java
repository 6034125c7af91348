package io.partwarden.maintenance.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.ServiceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;

@ServiceTest
@Import({MovedClock.class, MaintenanceBench.Parts.class})
class CreationIT {

    private final MaintenanceBench bench;

    CreationIT(MaintenanceBench.Parts parts) {
        this.bench = parts.newTarget();
    }

    @Test
    void theCurrentPeriodAndThoseAheadAreMadeOnce() {
        bench.table("events", MaintenanceBench.EVERY_DAY);

        bench.pass();

        assertThat(bench.partitions("events"))
                .containsExactly("events_p20260115", "events_p20260116", "events_p20260117", "events_p20260118");
        assertThat(bench.run("events").get("created")).hasSize(4);
        assertThat(bench.run("events").get("outcome").asString()).isEqualTo("changed");
        bench.pass();
        bench.pass(Duration.ofMinutes(90));
        assertThat(bench.runs("events")).hasSize(1);
        assertThat(bench.pass()).isZero();
    }
}
