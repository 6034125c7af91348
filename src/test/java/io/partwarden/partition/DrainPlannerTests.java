package io.partwarden.partition;

import static io.partwarden.partition.Tables.partition;
import static io.partwarden.partition.Tables.range;
import static io.partwarden.partition.Tables.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partwarden.partition.NewPartition.SubPartitioning;
import io.partwarden.partition.PartitionPlanner.Existing;
import io.partwarden.partition.PlanRefusedException.Reason;
import io.partwarden.partition.TableSnapshot.DefaultContents;
import io.partwarden.partition.TableSnapshot.RowMove;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.MoveObstacle;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DrainPlannerTests {

    private static final Partition REST = partition("rest", Bound.DEFAULT);
    private static final NewPartition E1 = wanted("e1", range(1, 10));
    private static final DefaultContents FEW = new DefaultContents(true, 8192, 3, List.of(), PlanScenario.MOVABLE);

    @Test
    void saysHowManyRowsMayMoveAndWhoMayMissThem() {
        Plan plan = create(table(REST, FEW), E1);

        assertThat(plan.transactions()).hasSize(1);
        assertThat(plan.summary()).contains("public.e1", "up to 7 rows", "public.rest");
        assertThat(plan.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("rows-move");
            assertThat(warning.message()).contains("REPEATABLE READ");
        });
        assertThat(plan.basis()).isEqualTo("basis");
    }

    @Test
    void anEmptyDefaultNeedsNoMove() {
        TableSnapshot table = table(REST, DefaultContents.NONE);

        assertThat(create(table, E1))
                .isEqualTo(new PartitionPlanner()
                        .create(table, Tables.numbers(table, List.of(E1)), List.of(E1), Existing.REFUSE));
    }

    @Test
    void theRulesForNewPartitionsHoldHereToo() {
        TableSnapshot table = Tables.holding(Tables.of(PlanScenario.BY_ID, partition("e0", range(5, 20)), REST), FEW);

        assertThat(refused(table, E1).reason()).isEqualTo(Reason.OVERLAP);
    }

    @ParameterizedTest
    @EnumSource
    void whateverWouldMakeItMoreThanAMoveIsNamed(MoveObstacle obstacle) {
        RowMove rowMove = new RowMove(List.of(new Identifier("id")), List.of(obstacle));
        PlanRefusedException refused = refused(table(REST, new DefaultContents(true, 8192, 3, List.of(), rowMove)), E1);

        assertThat(refused.reason()).isEqualTo(Reason.DEFAULT_HOLDS_ROWS);
        assertThat(refused.other()).contains(REST.name());
        assertThat(refused.detail())
                .contains(
                        "public.rest",
                        "public.e1",
                        switch (obstacle) {
                            case DELETE_TRIGGER -> "trigger";
                            case DELETE_RULE -> "rule";
                            case INCOMING_FOREIGN_KEY -> "foreign key";
                            case PUBLISHED -> "subscriber";
                            case GENERATED_OTHERWISE -> "generated column";
                        });
    }

    @ParameterizedTest
    @CsvSource({"FOREIGN, foreign table", "PARTITIONED, partitioned itself"})
    void onlyRowsOfAPlainTableAreMoved(Partition.Kind kind, String why) {
        Partition rest = new Partition(REST.oid(), REST.name(), Bound.DEFAULT, kind, Partition.State.ATTACHED);

        assertThat(refused(table(rest, FEW), E1).detail()).contains(why);
    }

    @Test
    void aBigDefaultIsNotReadWhileWritersWait() {
        assertThat(refused(
                                table(
                                        REST,
                                        new DefaultContents(true, (8L << 20) + 1, 3, List.of(), PlanScenario.MOVABLE)),
                                E1)
                        .detail())
                .contains("8 MiB");
        assertThat(create(table(REST, new DefaultContents(true, 8L << 20, 3, List.of(), PlanScenario.MOVABLE)), E1)
                        .isEmpty())
                .isFalse();
    }

    @Test
    void aPartitionWithoutPartitionsOfItsOwnTakesNoRows() {
        NewPartition parted = new NewPartition(
                QualifiedName.of("public", "e1"),
                range(1, 10),
                new SubPartitioning(Strategy.LIST, List.of(new Identifier("kind"))));

        assertThat(refused(table(REST, FEW), parted).detail()).contains("has no partition yet");
    }

    @Test
    void movingNoRowIsNoLimit() {
        TableSnapshot table = table(REST, FEW);

        assertThatThrownBy(() -> new DrainPlanner().create(table, Tables.numbers(table, List.of(E1)), E1, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TableSnapshot table(Partition rest, DefaultContents contents) {
        return Tables.holding(Tables.of(PlanScenario.BY_ID, rest), contents);
    }

    private static Plan create(TableSnapshot table, NewPartition wanted) {
        return new DrainPlanner().create(table, Tables.numbers(table, List.of(wanted)), wanted, 7);
    }

    private static PlanRefusedException refused(TableSnapshot table, NewPartition wanted) {
        return catchThrowableOfType(PlanRefusedException.class, () -> create(table, wanted));
    }
}
