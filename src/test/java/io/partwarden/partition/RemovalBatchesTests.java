package io.partwarden.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.partwarden.partition.Partition.Kind;
import io.partwarden.partition.Partition.State;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.QualifiedName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RemovalBatchesTests {

    private final RemovalPlanner planner = new RemovalPlanner();

    @Test
    void atMostTwentyLeaveInOneTransactionWhateverTheirNumber() {
        List<Partition> leaves = IntStream.range(0, 45)
                .mapToObj(i -> Tables.partition("p" + i, Tables.range(i, i + 1)))
                .toList();
        TableSnapshot table = Tables.of(PlanScenario.BY_ID, leaves.toArray(Partition[]::new));

        List<PlannedTransaction> drops = planner.dropMany(table, leaves).transactions();
        List<PlannedTransaction> detaches = planner.detachMany(table, leaves).transactions();

        // Lock, lock all, two guards, and one DROP or a DETACH each.
        assertThat(drops).extracting(t -> t.steps().size()).containsExactly(5, 5, 5);
        assertThat(detaches).extracting(t -> t.steps().size()).containsExactly(24, 24, 9);
    }

    @Test
    void besideADefaultPartitionOrForeignKeysTheyLeaveOneByOne() {
        Partition e1 = Tables.partition("e1", Tables.range(1, 10));
        refuses(Tables.of(PlanScenario.BY_ID, e1, Tables.partition("rest", Bound.DEFAULT)), e1);
        ForeignKeys hub =
                new ForeignKeys(List.of(new ForeignKeys.Neighbour(QualifiedName.of("public", "hub"), true)), List.of());
        refuses(Tables.of(PlanScenario.BY_ID, hub), e1);
    }

    @Test
    void onlyPlainTablesThatAreAttachedLeaveInABatch() {
        for (Kind kind : List.of(Kind.PARTITIONED, Kind.FOREIGN)) {
            Partition odd = odd(kind, State.ATTACHED);
            refuses(Tables.of(PlanScenario.BY_ID, odd), odd);
        }
        Partition pending = odd(Kind.TABLE, State.PENDING_DETACH);
        refuses(Tables.of(PlanScenario.BY_ID, pending), pending);
    }

    private static Partition odd(Kind kind, State state) {
        return new Partition(7, QualifiedName.of("public", "e1"), Tables.range(1, 10), kind, state);
    }

    private void refuses(TableSnapshot table, Partition partition) {
        assertThatExceptionOfType(PlanRefusedException.class)
                .isThrownBy(() -> planner.dropMany(table, List.of(partition)))
                .returns(PlanRefusedException.Reason.STATE, PlanRefusedException::reason);
        assertThatExceptionOfType(PlanRefusedException.class)
                .isThrownBy(() -> planner.detachMany(table, List.of(partition)))
                .returns(PlanRefusedException.Reason.STATE, PlanRefusedException::reason);
    }
}
