package io.partwarden.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.execution.ExecutionProblem;
import io.partwarden.execution.Patience;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.NewPartition;
import io.partwarden.partition.Partition;
import io.partwarden.partition.PartitionPlanner;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.security.AuditTrail;
import io.partwarden.security.Change;
import io.partwarden.shared.PartwardenHome;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.Targets;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@ServiceTest
class PlannedChangesIT {

    private static final QualifiedName EVENTS = QualifiedName.of("public", "events");

    private final Service service;
    private final PlannedChanges changes;
    private final CatalogReader catalog;
    private final AuditTrail audit;
    private final PartitionRecordRepository records;
    private final TableBench bench;
    private final Target target;

    PlannedChangesIT(
            Service service,
            PartwardenHome home,
            Targets targets,
            PlannedChanges changes,
            CatalogReader catalog,
            AuditTrail audit,
            PartitionRecordRepository records) {
        this.service = service;
        this.changes = changes;
        this.catalog = catalog;
        this.audit = audit;
        this.records = records;
        this.bench = TableBench.on(service, home.home(), PostgresServer.latest().newDatabase());
        this.target = targets.require(bench.target());
        bench.database()
                .execute(
                        "CREATE TABLE events (k int, note text) PARTITION BY RANGE (k)",
                        "CREATE TABLE e1 PARTITION OF events FOR VALUES FROM (0) TO (10)",
                        "CREATE TABLE e2 PARTITION OF events FOR VALUES FROM (10) TO (20)");
    }

    @Test
    void whatIsCreatedIsOnRecordAsOursAndInTheAuditTrailWithItsStatements() {
        TableSnapshot before = snapshot();
        NewPartition wanted = new NewPartition(
                QualifiedName.of("public", "e3"),
                new Bound.Range(List.of(Datum.of("20")), List.of(Datum.of("30"))),
                null);
        Change change = change("maintenance.create");

        Created created = changes.create(target, before, plan(before, wanted), List.of(wanted), work(change));
        change.succeeded();

        assertThat(created.made()).extracting(p -> p.name().toString()).containsExactly("public.e3");
        assertThat(created.partitions()).isEqualTo(created.made());
        assertThat(created.after().partitions()).hasSize(3);
        PartitionRecord record = changes.records(target, before.parent().oid())
                .get(created.made().get(0).oid());
        assertThat(record).extracting(PartitionRecord::createdAt).isNotNull();
        JsonNode entry = entry("maintenance.create");
        assertThat(entry.get("actor").asString()).isEqualTo("maintainer");
        assertThat(entry.get("outcome").asString()).isEqualTo("succeeded");
        assertThat(entry.get("table").asString()).isEqualTo("public.events");
        assertThat(entry.get("object").asString()).isEqualTo("public.e3");
        assertThat(entry.get("sql").toString()).contains("ATTACH PARTITION");
        assertThat(entry.get("plan").get("steps")).isNotEmpty();
    }

    @Test
    void aPlanWithNothingToDoTellsWhatIsThere() {
        TableSnapshot before = snapshot();
        NewPartition there = new NewPartition(
                QualifiedName.of("public", "other"),
                new Bound.Range(List.of(Datum.of("0")), List.of(Datum.of("10"))),
                null);

        Created created = changes.create(target, before, plan(before, there), List.of(there), work(change("x.none")));

        assertThat(created.made()).isEmpty();
        assertThat(created.partitions()).extracting(p -> p.name().toString()).containsExactly("public.e1");
    }

    @Test
    void whatIsDetachedStandsWithItsBoundUntilItIsDropped() {
        bench.database().execute("INSERT INTO events VALUES (1), (11)");

        Change change = change("maintenance.detach");
        Removed removed = changes.detach(target, snapshot(), partition("e1"), work(change));
        change.succeeded();

        assertThat(removed.dropped()).isFalse();
        assertThat(bench.database().query("SELECT count(*) FROM e1")).containsExactly("1");
        assertThat(entry("maintenance.detach").get("sql").toString()).contains("CONCURRENTLY");
        DetachedPartition detached = onlyDetached();
        assertThat(detached.name()).isEqualTo(QualifiedName.of("public", "e1"));
        assertThat(detached.bound()).isEqualTo("FOR VALUES FROM ('0') TO ('10')");
        assertThat(changes.detaches(target)).extracting(PartitionRecord::oid).containsExactly(detached.oid());

        Removed dropped = changes.dropDetached(target, snapshot(), detached, work(change("maintenance.drop")));

        assertThat(dropped.dropped()).isTrue();
        assertThat(bench.database().query("SELECT to_regclass('e1')")).containsExactly("null");
        assertThat(changes.detaches(target)).isEmpty();
    }

    @Test
    void anAttachedPartitionIsDetachedAndDropped() {
        Removed removed = changes.drop(target, snapshot(), partition("e1"), work(change("maintenance.drop")));

        assertThat(removed.dropped()).isTrue();
        assertThat(bench.database().query("SELECT to_regclass('e1')")).containsExactly("null");
        assertThat(snapshot().partitions()).hasSize(1);
    }

    @Test
    void anInterruptedDetachOfOursIsFinalizedAndAForeignOneIsLeftAlone() throws SQLException {
        Partition e1 = partition("e1");
        leavePending();
        Partition pending = partition("e1");
        assertThat(changes.isOurDetach(target, pending)).isFalse();
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(
                        () -> changes.finalizePending(target, snapshot(), pending, null, work(change("x.finalize"))))
                .returns(PlannedChanges.NOT_OURS, Problem::type);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> changes.drop(target, snapshot(), pending, work(change("x.drop"))))
                .returns(PlannedChanges.NOT_OURS, Problem::type);

        records.detachStarted(target.name(), snapshot().parent().oid(), e1, "somebody", null);

        assertThat(changes.isOurDetach(target, pending)).isTrue();
        Change change = change("maintenance.finalize");
        Removed removed = changes.finalizePending(target, snapshot(), pending, null, work(change));
        change.succeeded();
        assertThat(removed.dropped()).isFalse();
        assertThat(entry("maintenance.finalize").get("sql").toString()).contains("FINALIZE");
        assertThat(onlyDetached().oid()).isEqualTo(e1.oid());
    }

    @Test
    void onlyAPendingDetachIsFinalized() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() ->
                        changes.finalizePending(target, snapshot(), partition("e1"), null, work(change("x.finalize"))));
    }

    @Test
    void aDetachedTableOfSomebodyElseIsNotDropped() {
        long oid = partition("e1").oid();
        bench.database().execute("ALTER TABLE events DETACH PARTITION e1");

        refusesToDrop(new DetachedPartition(oid, QualifiedName.of("public", "e1"), Instant.EPOCH, null, null, null));
        assertThat(changes.detached(target, snapshot().parent().oid())).isEmpty();
    }

    @Test
    void whatIsAttachedAgainOrHasAnotherNameIsNotDropped() {
        DetachedPartition detached = detach("e1");
        bench.database().execute("ALTER TABLE events ATTACH PARTITION e1 FOR VALUES FROM (0) TO (10)");
        refusesToDrop(detached);
        assertThat(changes.detached(target, snapshot().parent().oid())).isEmpty();

        bench.database().execute("ALTER TABLE events DETACH PARTITION e1");
        refusesToDrop(detached);
        assertThat(changes.detached(target, snapshot().parent().oid())).isEmpty();

        DetachedPartition renamed = detach("e2");
        bench.database().execute("ALTER TABLE e2 RENAME TO kept");
        refusesToDrop(renamed);
    }

    @Test
    void whatOthersDependOnIsNotDropped() {
        DetachedPartition detached = detach("e1");
        bench.database().execute("CREATE VIEW report AS SELECT count(*) FROM e1");

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> changes.dropDetached(target, snapshot(), detached, work(change("x.drop"))))
                .returns(TableProblems.HAS_DEPENDENTS, Problem::type);

        assertThat(bench.database().query("SELECT count(*) FROM report")).containsExactly("1");
    }

    @Test
    void aDetachWhoseEndWasMissedCountsFromWhenItIsSeen() {
        records.detachStarted(target.name(), snapshot().parent().oid(), partition("e1"), "somebody", null);
        bench.database().execute("ALTER TABLE events DETACH PARTITION e1");

        DetachedPartition seen = onlyDetached();

        assertThat(changes.detaches(target))
                .extracting(PartitionRecord::detachedAt)
                .doesNotContainNull();
        assertThat(onlyDetached().detachedAt())
                .isAfterOrEqualTo(seen.detachedAt().minusSeconds(1));
    }

    @Test
    void aTableInUseFailsAndIsNotOnRecordAsDetached() throws SQLException {
        try (Connection blocker = bench.database().connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE events IN SHARE UPDATE EXCLUSIVE MODE");

            assertThatExceptionOfType(ExecutionFailedException.class)
                    .isThrownBy(() -> changes.detach(target, snapshot(), partition("e1"), work(change("x.detach"))))
                    .returns(
                            ExecutionProblem.LOCK_NOT_OBTAINED, e -> e.problem().type());
        }
        assertThat(changes.detaches(target)).isEmpty();
    }

    private void refusesToDrop(DetachedPartition partition) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> changes.dropDetached(target, snapshot(), partition, work(change("x.drop"))))
                .returns(PlannedChanges.NOT_OURS, Problem::type);
    }

    private DetachedPartition detach(String name) {
        Partition partition = partition(name);
        changes.detach(target, snapshot(), partition, work(change("x.detach")));
        return changes.detached(target, snapshot().parent().oid()).stream()
                .filter(detached -> detached.oid() == partition.oid())
                .findFirst()
                .orElseThrow();
    }

    private DetachedPartition onlyDetached() {
        List<DetachedPartition> detached =
                changes.detached(target, snapshot().parent().oid());
        assertThat(detached).hasSize(1);
        return detached.get(0);
    }

    private TableSnapshot snapshot() {
        return catalog.snapshot(target, EVENTS).orElseThrow();
    }

    private Partition partition(String name) {
        return snapshot().partition(QualifiedName.of("public", name)).orElseThrow();
    }

    private Plan plan(TableSnapshot table, NewPartition wanted) {
        Bound.Range range = (Bound.Range) wanted.bound();
        Set<String> texts = Set.of(
                ((Datum.Value) range.from().get(0)).text(),
                ((Datum.Value) range.to().get(0)).text());
        return new PartitionPlanner()
                .create(
                        table,
                        catalog.keySpace(target, table, List.of(texts)),
                        List.of(wanted),
                        PartitionPlanner.Existing.SKIP);
    }

    private Change change(String action) {
        return audit.begin("maintainer", action);
    }

    private static Work work(Change change) {
        return new Work("maintainer", change, Patience.SHORT);
    }

    private JsonNode entry(String action) {
        for (JsonNode entry : service.admin()
                .get("/api/v1/audit?target=" + bench.target())
                .json()
                .get("items")) {
            if (entry.get("action").asString().equals(action)) {
                return entry;
            }
        }
        throw new AssertionError("No audit entry " + action);
    }

    /** As a service that is killed in its detach: a reader makes the server wait until its own timeout. */
    private void leavePending() throws SQLException {
        try (Connection reader = bench.database().connect();
                Connection detacher = bench.database().connect();
                Statement reading = reader.createStatement();
                Statement detaching = detacher.createStatement()) {
            reader.setAutoCommit(false);
            reading.execute("SELECT * FROM events");
            detaching.execute("SET statement_timeout = '300ms'");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> detaching.execute("ALTER TABLE events DETACH PARTITION e1 CONCURRENTLY"));
        }
    }
}
