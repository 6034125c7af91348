package io.partwarden.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.execution.ExecutionProblem;
import io.partwarden.execution.Patience;
import io.partwarden.partition.DetachOptions;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.security.AuditTrail;
import io.partwarden.security.Change;
import io.partwarden.shared.PartwardenHome;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.KnownTable;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.Removal.Mode;
import io.partwarden.targets.Target;
import io.partwarden.targets.Targets;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Partitions that leave in batches, and what becomes of a table once it is detached. */
@ServiceTest
class PlannedRetirementIT {

    private static final int LEAVES = 23;

    private final Service service;
    private final PlannedChanges changes;
    private final CatalogReader catalog;
    private final AuditTrail audit;
    private final TableBench bench;
    private final Target target;

    PlannedRetirementIT(
            Service service,
            PartwardenHome home,
            Targets targets,
            PlannedChanges changes,
            CatalogReader catalog,
            AuditTrail audit) {
        this.service = service;
        this.changes = changes;
        this.catalog = catalog;
        this.audit = audit;
        this.bench = TableBench.on(service, home.home(), PostgresServer.latest().newDatabase());
        this.target = targets.require(bench.target());
        List<String> sql = new ArrayList<>(List.of(
                "CREATE SCHEMA archive",
                "CREATE TABLE events (k int CONSTRAINT events_key PRIMARY KEY, note text) PARTITION BY RANGE (k)",
                "CREATE INDEX events_note ON events (note)"));
        for (int i = 0; i < LEAVES; i++) {
            sql.add("CREATE TABLE %s PARTITION OF events FOR VALUES FROM (%d) TO (%d)"
                    .formatted(name(i), i * 10, i * 10 + 10));
        }
        bench.database().execute(sql.toArray(String[]::new));
    }

    @Test
    void manyAreDroppedInBatchesOfTwentyAndAudited() {
        List<Partition> due = snapshot().partitions().subList(0, 22);
        Change change = change("maintenance.drop");

        RemovedMany removed = changes.removeMany(target, snapshot(), due, Mode.DROP, work(change));
        change.succeeded();

        assertThat(removed.left()).isEmpty();
        assertThat(removed.removed())
                .containsExactlyElementsOf(due.stream()
                        .map(p -> new KnownTable(p.name(), p.oid()))
                        .sorted()
                        .toList());
        assertThat(names(snapshot())).containsExactly(name(22));
        List<String> drops = statements("maintenance.drop").stream()
                .filter(sql -> sql.startsWith("DROP TABLE"))
                .toList();
        assertThat(drops).hasSize(2);
        assertThat(drops.get(0).split(",", -1)).hasSize(20);
    }

    @Test
    void manyAreDetachedAndThenDroppedWithoutTouchingTheTable() throws SQLException {
        RemovedMany detached = changes.removeMany(
                target, snapshot(), snapshot().partitions().subList(0, 21), Mode.DETACH, work(change("x.detach")));
        assertThat(detached.removed()).hasSize(21);
        List<DetachedPartition> standing =
                changes.detached(target, snapshot().parent().oid());
        assertThat(standing).hasSize(21);
        TableSnapshot before = snapshot();
        try (Connection user = bench.database().connect();
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("LOCK TABLE events IN ACCESS EXCLUSIVE MODE");

            RemovedMany dropped = changes.dropDetachedMany(target, before, standing, work(change("x.drop")));

            assertThat(dropped.left()).isEmpty();
            assertThat(dropped.removed()).hasSize(21);
        }
        assertThat(bench.database().query("SELECT count(*) FROM pg_class WHERE relname LIKE 'e__' AND relkind = 'r'"))
                .containsExactly("2");
        assertThat(changes.detaches(target)).isEmpty();
    }

    @Test
    void oneTableInUseKeepsNoOther() throws SQLException {
        List<Partition> due = snapshot().partitions().subList(0, 5);
        try (Connection reader = bench.database().connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("LOCK TABLE ONLY e02 IN ACCESS SHARE MODE");

            RemovedMany removed = changes.removeMany(target, snapshot(), due, Mode.DETACH, work(change("x.detach")));

            assertThat(removed.removed()).hasSize(4);
            assertThat(removed.left())
                    .singleElement()
                    .returns("public.e02", left -> left.table().name().toString())
                    .returns(
                            ExecutionProblem.LOCK_NOT_OBTAINED,
                            left -> left.problem().type());
        }
        assertThat(changes.detaches(target)).hasSize(4);
    }

    @Test
    void whatIsNotOursAnyMoreIsLeftAndSoIsWhatOthersDependOn() {
        changes.removeMany(
                target, snapshot(), snapshot().partitions().subList(0, 4), Mode.DETACH, work(change("x.detach")));
        List<DetachedPartition> standing =
                changes.detached(target, snapshot().parent().oid());
        bench.database()
                .execute(
                        "ALTER TABLE events ATTACH PARTITION e00 FOR VALUES FROM (0) TO (10)",
                        "CREATE VIEW report AS SELECT * FROM e01",
                        "CREATE VIEW other AS SELECT * FROM e02");

        RemovedMany dropped = changes.dropDetachedMany(target, snapshot(), standing, work(change("x.drop")));

        assertThat(dropped.removed())
                .extracting(table -> table.name().name().value())
                .containsExactly("e03");
        assertThat(dropped.left())
                .extracting(left -> left.table().name().name().value() + " "
                        + left.problem().type().slug())
                .containsExactly("e00 not-ours", "e01 object-in-use", "e02 object-in-use");
        assertThat(names(snapshot())).contains("e00");
    }

    @Test
    void aTableWithADefaultPartitionIsNotForBatches() {
        bench.database().execute("CREATE TABLE rest PARTITION OF events DEFAULT");
        TableSnapshot table = snapshot();

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> changes.removeMany(
                        target, table, table.partitions().subList(0, 2), Mode.DROP, work(change("x.drop"))))
                .returns(TableProblems.NEEDS_MENDING, Problem::type);
    }

    @Test
    void whatIsDetachedLosesItsIndexesLeavesItsPublicationAndMoves() {
        bench.database().execute("INSERT INTO events VALUES (1)", "CREATE PUBLICATION news FOR TABLE e00, e01");

        Removed removed = changes.detach(
                target,
                snapshot(),
                snapshot().partitions().get(0),
                new DetachOptions(false, true, new Identifier("archive")),
                work(change("x.detach")));

        assertThat(removed.warnings()).isEmpty();
        assertThat(removed.name()).isEqualTo(QualifiedName.of("archive", "e00"));
        assertThat(bench.database().query("SELECT k FROM archive.e00")).containsExactly("1");
        assertThat(bench.database().query("SELECT count(*) FROM pg_index WHERE indrelid = 'archive.e00'::regclass"))
                .containsExactly("0");
        assertThat(bench.database().query("SELECT tablename FROM pg_publication_tables"))
                .containsExactly("e01");
        DetachedPartition standing =
                changes.detached(target, snapshot().parent().oid()).get(0);
        assertThat(standing.name()).isEqualTo(removed.name());
        assertThat(changes.dropDetached(target, snapshot(), standing, work(change("x.drop")))
                        .dropped())
                .isTrue();
    }

    @Test
    void whatWeDoToADetachedTableIsNoChangeAndWhatOthersDoIs() {
        DetachOptions options = new DetachOptions(false, false, new Identifier("archive"));
        changes.detach(
                target,
                snapshot(),
                snapshot().partitions().get(0),
                new DetachWish(options, new DropIntention(Duration.ofDays(3), true)),
                work(change("x.detach")));
        DetachedPartition ours =
                changes.detached(target, snapshot().parent().oid()).get(0);
        assertThat(ours.drop()).isNotNull();
        assertThat(ours.isChanged()).isFalse();
        assertThat(ours.drop().needsArchive()).isTrue();
        assertThat(ours.drop().after()).isEqualTo(ours.detachedAt().plus(Duration.ofDays(3)));
        bench.database().execute("ALTER TABLE archive.e00 SET (fillfactor = 90)");
        changes.afterDetach(
                target,
                snapshot(),
                ours,
                new DetachOptions(true, false, new Identifier("public")),
                work(change("x.settle")));

        DetachedPartition changed =
                changes.detached(target, snapshot().parent().oid()).get(0);

        assertThat(changed.isChanged()).isTrue();
        assertThat(changes.dropDetachedMany(target, snapshot(), List.of(changed), work(change("x.drop")))
                        .left())
                .singleElement()
                .returns(PlannedChanges.CHANGED, left -> left.problem().type());
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> changes.dropDetached(target, snapshot(), changed, work(change("x.drop"))))
                .returns(PlannedChanges.CHANGED, Problem::type);
    }

    @Test
    void whereItCannotMoveNothingIsDetached() {
        bench.database().execute("CREATE TABLE archive.e00 (other int)");
        DetachOptions move = new DetachOptions(true, false, new Identifier("archive"));

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> changes.detach(
                        target, snapshot(), snapshot().partitions().get(0), move, work(change("x.detach"))))
                .returns(TableProblems.NAME_TAKEN, Problem::type);
        DetachOptions nowhere = new DetachOptions(true, false, new Identifier("nowhere"));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> changes.detach(
                        target, snapshot(), snapshot().partitions().get(1), nowhere, work(change("x.detach"))))
                .returns(TableProblems.SCHEMA_NOT_FOUND, Problem::type);

        assertThat(snapshot().partitions()).hasSize(LEAVES);
    }

    @Test
    void aPublicationOfSomebodyElseIsToldAndWhatIsLeftIsDoneLater() throws SQLException {
        try (Connection superuser = bench.database().connectAsSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("CREATE PUBLICATION theirs FOR TABLE public.e00");
        }

        Removed removed = changes.detach(
                target,
                snapshot(),
                snapshot().partitions().get(0),
                new DetachOptions(true, true, null),
                work(change("x.detach")));

        assertThat(removed.warnings()).extracting(Plan.Warning::code).containsExactly("publication-not-ours");
        DetachedPartition standing =
                changes.detached(target, snapshot().parent().oid()).get(0);
        Removed later = changes.afterDetach(
                target, snapshot(), standing, new DetachOptions(false, false, null), work(change("x.settle")));
        assertThat(later.warnings()).isEmpty();
        assertThat(bench.database().query("SELECT count(*) FROM pg_index WHERE indrelid = 'e00'::regclass"))
                .containsExactly("0");
    }

    @Test
    void aParentGetsItsStatistics() {
        bench.database().execute("INSERT INTO events SELECT i, 'x' FROM generate_series(0, 99) i");
        Change change = change("maintenance.analyze");

        changes.analyze(target, snapshot(), work(change));
        change.succeeded();

        assertThat(bench.database().query("SELECT reltuples FROM pg_class WHERE relname = 'events'"))
                .containsExactly("100");
        assertThat(statements("maintenance.analyze")).containsExactly("ANALYZE ONLY \"public\".\"events\"");
    }

    private static String name(int leaf) {
        return "e%02d".formatted(leaf);
    }

    private TableSnapshot snapshot() {
        return catalog.snapshot(target, QualifiedName.of("public", "events")).orElseThrow();
    }

    private static List<String> names(TableSnapshot table) {
        return table.partitions().stream().map(p -> p.name().name().value()).toList();
    }

    private Change change(String action) {
        return audit.begin("maintainer", action);
    }

    private static Work work(Change change) {
        return new Work("maintainer", change, Patience.SHORT);
    }

    private List<String> statements(String action) {
        List<String> statements = new ArrayList<>();
        for (JsonNode entry : service.admin()
                .get("/api/v1/audit?target=" + bench.target())
                .json()
                .get("items")) {
            if (entry.get("action").asString().equals(action)) {
                assertThat(entry.get("actor").asString()).isEqualTo("maintainer");
                entry.get("sql").forEach(sql -> statements.add(sql.asString()));
            }
        }
        return statements;
    }
}
