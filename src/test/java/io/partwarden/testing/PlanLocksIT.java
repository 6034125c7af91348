package io.partwarden.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.sql.LockMode;
import io.partwarden.sql.Plan;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.PlannedTransaction.Mode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.RawDdl;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanLocksIT {

    private final TestDatabase database = PostgresServer.latest().newDatabase();

    @BeforeEach
    void table() {
        database.execute("CREATE TABLE public.t (i int)");
    }

    @Test
    void acceptsWhatTheServerShows() {
        Plan plan = plan(
                step("CREATE TABLE public.u (LIKE public.t)", LockMode.ACCESS_SHARE),
                step("ALTER TABLE public.t ADD j int", LockMode.ACCESS_EXCLUSIVE),
                step("ALTER TABLE public.u ADD j int"));

        assertThatCode(() -> PlanLocks.verify(plan, database)).doesNotThrowAnyException();
    }

    @Test
    void refusesALockThatWasNotPredicted() {
        Plan plan = plan(step("ALTER TABLE public.t ADD j int"));

        assertThatThrownBy(() -> PlanLocks.verify(plan, database)).isInstanceOf(AssertionError.class);
    }

    @Test
    void refusesAWeakerPredictionAndAStrongerOne() {
        Plan tooWeak = plan(step("ALTER TABLE public.t ADD j int", LockMode.SHARE_ROW_EXCLUSIVE));
        Plan tooStrong = plan(step("COMMENT ON TABLE public.t IS 'x'", LockMode.ACCESS_EXCLUSIVE));

        assertThatThrownBy(() -> PlanLocks.verify(tooWeak, database)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> PlanLocks.verify(tooStrong, database)).isInstanceOf(AssertionError.class);
    }

    private static Step step(String sql, LockMode... onT) {
        return Step.of(
                RawDdl.of(sql),
                List.of(onT).stream()
                        .map(mode -> new TableLock(QualifiedName.of("public", "t"), mode))
                        .toList());
    }

    private static Plan plan(Step... steps) {
        return new Plan("A test.", List.of(new PlannedTransaction(Mode.ATOMIC, List.of(steps))), List.of(), "basis");
    }
}
