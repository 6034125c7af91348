package io.partwarden.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.sql.PlannedTransaction.Mode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanScriptTests {

    private static final QualifiedName TABLE = QualifiedName.of("app", "t");
    private static final QualifiedName PARTITION = QualifiedName.of("app", "t_p1");

    @Test
    void showsTransactionsLocksAndWarnings() {
        TableLock lock = new TableLock(TABLE, LockMode.SHARE_UPDATE_EXCLUSIVE);
        Plan plan = new Plan(
                "Do two things.",
                List.of(
                        new PlannedTransaction(
                                Mode.ATOMIC,
                                List.of(
                                        new Step(PartitionDdl.lock(TABLE, lock.mode()), true, List.of(lock), 0),
                                        Step.scanning(PartitionDdl.validateConstraint(TABLE, new Identifier("c")), 7))),
                        new PlannedTransaction(
                                Mode.AUTOCOMMIT,
                                List.of(Step.of(PartitionDdl.detachConcurrently(TABLE, PARTITION), lock)))),
                List.of(new Plan.Warning("gap", "There is a gap.")),
                "basis");

        assertThat(PlanScript.of(plan, Duration.ofMillis(100))).isEqualTo("""
                        -- Do two things.
                        -- warning (gap): There is a gap.

                        SET search_path = pg_catalog;
                        SET TimeZone = 'UTC';
                        SET standard_conforming_strings = on;

                        -- transaction 1 of 2
                        BEGIN;
                        SET LOCAL lock_timeout = '100ms';
                        -- locks app.t in SHARE UPDATE EXCLUSIVE mode
                        LOCK TABLE ONLY "app"."t" IN SHARE UPDATE EXCLUSIVE MODE;
                        -- reads or writes about 7 rows
                        ALTER TABLE ONLY "app"."t" VALIDATE CONSTRAINT "c";
                        COMMIT;

                        -- transaction 2 of 2
                        -- must run outside a transaction
                        -- locks app.t in SHARE UPDATE EXCLUSIVE mode
                        ALTER TABLE ONLY "app"."t" DETACH PARTITION "app"."t_p1" CONCURRENTLY;
                        """);
    }

    @Test
    void aNameWithALineBreakStaysInsideItsComment() {
        QualifiedName hostile = QualifiedName.of("app", "t\n; DROP TABLE x; \r\u2028--");
        Plan plan = new Plan(
                "Drop " + hostile,
                List.of(new PlannedTransaction(
                        Mode.ATOMIC,
                        List.of(Step.of(
                                PartitionDdl.drop(PARTITION), new TableLock(hostile, LockMode.ACCESS_EXCLUSIVE))))),
                List.of(new Plan.Warning("w", hostile.toString())),
                "basis");

        assertThat(PlanScript.of(plan, Duration.ofMillis(100)).lines())
                .filteredOn(line -> line.contains("DROP TABLE x"))
                .hasSize(3)
                .allMatch(line -> line.startsWith("-- "));
    }

    @Test
    void anEmptyPlanIsItsSummary() {
        assertThat(PlanScript.of(new Plan("Nothing to do.", List.of(), List.of(), "b"), Duration.ofMillis(100)))
                .isEqualTo("-- Nothing to do.\n");
    }
}
