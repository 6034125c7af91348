package io.partwarden.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.sql.LockMode;
import io.partwarden.sql.Plan;
import io.partwarden.sql.PlannedTransaction.Mode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class AnalyzePlannerTests {

    private static final TableSnapshot TABLE =
            Tables.of(PlanScenario.BY_ID, Tables.partition("e1", Tables.range(1, 10)));
    private static final TableLock PARENT = new TableLock(Tables.EVENTS, LockMode.SHARE_UPDATE_EXCLUSIVE);
    private static final QualifiedName E1 = QualifiedName.of("public", "e1");

    @Test
    void from18OnOnlyTheParentIsAnalyzed() {
        Plan plan = new AnalyzePlanner().analyze(Tables.onVersion(18, TABLE));

        assertThat(plan.transactions()).singleElement().returns(Mode.AUTOCOMMIT, t -> t.mode());
        assertThat(plan.steps())
                .singleElement()
                .returns(
                        "ANALYZE ONLY \"public\".\"events\"", step -> step.ddl().sql())
                .extracting(Step::locks)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(PARENT, new TableLock(E1, LockMode.ACCESS_SHARE));
    }

    @Test
    void before18ThePartitionsAreAnalyzedToo() {
        Plan plan = new AnalyzePlanner().analyze(Tables.onVersion(17, TABLE));

        assertThat(plan.steps())
                .singleElement()
                .returns("ANALYZE \"public\".\"events\"", step -> step.ddl().sql())
                .extracting(Step::locks)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(PARENT, new TableLock(E1, LockMode.SHARE_UPDATE_EXCLUSIVE));
    }
}
