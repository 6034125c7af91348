package io.partwarden.partition;

import static io.partwarden.partition.Tables.list;
import static io.partwarden.partition.Tables.partition;
import static io.partwarden.partition.Tables.range;
import static io.partwarden.partition.Tables.tuple;
import static io.partwarden.partition.Tables.wanted;

import io.partwarden.partition.LeafTraits.Grant;
import io.partwarden.partition.LeafTraits.Ownership;
import io.partwarden.partition.LeafTraits.Policy;
import io.partwarden.partition.LeafTraits.ReplicaIdentity;
import io.partwarden.partition.LeafTraits.RowSecurity;
import io.partwarden.partition.LeafTraits.Storage;
import io.partwarden.partition.NewPartition.SubPartitioning;
import io.partwarden.partition.PartitionPlanner.Existing;
import io.partwarden.partition.TableSnapshot.DefaultContents;
import io.partwarden.partition.TableSnapshot.RowMove;
import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.KnownTable;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One form of partition DDL: the table as it stands, as SQL and as a snapshot, the plan, and the bounds that must come of it. */
enum PlanScenario {
    RANGE_ONE {
        @Override
        Plan plan(int version) {
            return create(version, snapshot(BY_ID), wanted("e1", range(1, 10)));
        }
    },
    RANGE_MANY_BESIDE_ANOTHER {
        @Override
        List<String> setUp() {
            return with(RANGE, "CREATE TABLE e1 PARTITION OF events FOR VALUES FROM (1) TO (10)");
        }

        @Override
        Plan plan(int version) {
            return create(
                    version,
                    snapshot(BY_ID, partition("e1", range(1, 10))),
                    wanted("e2", range(10, 20)),
                    wanted("e3", range(20, Datum.MAXVALUE)),
                    wanted("e0", range(Datum.MINVALUE, 0)));
        }
    },
    RANGE_TWO_COLUMNS {
        @Override
        List<String> setUp() {
            return with("CREATE TABLE events (a int8, b int8) PARTITION BY RANGE (a, b)");
        }

        @Override
        Plan plan(int version) {
            return create(
                    version,
                    snapshot(BY_TWO),
                    wanted("e1", new Bound.Range(tuple(1, Datum.MINVALUE), tuple(1, 5))),
                    wanted("e2", new Bound.Range(tuple(1, 5), tuple(2, Datum.MAXVALUE))));
        }
    },
    LIST_WITH_NULL {
        @Override
        List<String> setUp() {
            return with("CREATE TABLE events (id int8) PARTITION BY LIST (id)");
        }

        @Override
        Plan plan(int version) {
            return create(version, snapshot(BY_LIST), wanted("e1", list(1, 2)), wanted("e2", list(Datum.NULL, 3)));
        }
    },
    HASH_ALL {
        @Override
        List<String> setUp() {
            return with("CREATE TABLE events (id int8) PARTITION BY HASH (id)");
        }

        @Override
        Plan plan(int version) {
            return create(
                    version, snapshot(BY_HASH), wanted("e0", new Bound.Hash(2, 0)), wanted("e1", new Bound.Hash(2, 1)));
        }
    },
    THE_DEFAULT {
        @Override
        Plan plan(int version) {
            return create(version, snapshot(BY_ID), wanted("rest", Bound.DEFAULT));
        }
    },
    BESIDE_A_SMALL_DEFAULT {
        @Override
        List<String> setUp() {
            return with(RANGE, "CREATE TABLE rest PARTITION OF events DEFAULT", "INSERT INTO events VALUES (99)");
        }

        @Override
        Plan plan(int version) {
            return create(
                    version,
                    beside(new DefaultContents(true, 8192, 1, List.of(), MOVABLE)),
                    wanted("e1", range(1, 10)),
                    wanted("e2", range(10, 20)));
        }
    },
    BESIDE_A_BIG_DEFAULT {
        @Override
        List<String> setUp() {
            return with(
                    RANGE,
                    "CREATE TABLE rest PARTITION OF events DEFAULT",
                    "INSERT INTO events VALUES (99)",
                    "ALTER TABLE rest ADD CONSTRAINT partwarden_keep_out_leftover CHECK (id > 0) NOT VALID");
        }

        @Override
        Plan plan(int version) {
            return create(
                    version,
                    beside(new DefaultContents(
                            true,
                            1L << 30,
                            9_000_000,
                            List.of(new Identifier("partwarden_keep_out_leftover")),
                            MOVABLE)),
                    wanted("e1", range(1, 10)),
                    wanted("e2", range(10, 20)),
                    wanted("e3", range(40, 50)));
        }
    },
    DRAIN_A_RANGE {
        @Override
        List<String> setUp() {
            return with(
                    "CREATE TABLE hub (id int8 PRIMARY KEY)",
                    "INSERT INTO hub VALUES (5), (99)",
                    "CREATE TABLE events (id int8 REFERENCES hub, twice int8 GENERATED ALWAYS AS (id * 2) STORED)"
                            + " PARTITION BY RANGE (id)",
                    "CREATE TABLE rest PARTITION OF events DEFAULT",
                    "INSERT INTO events VALUES (5), (99), (NULL)",
                    "ALTER TABLE rest ADD CONSTRAINT partwarden_keep_out_leftover CHECK (id > 10) NOT VALID");
        }

        @Override
        Plan plan(int version) {
            TableSnapshot plain = beside(new DefaultContents(
                    true, 8192, 3, List.of(new Identifier("partwarden_keep_out_leftover")), MOVABLE));
            ForeignKeys hub = new ForeignKeys(
                    List.of(new ForeignKeys.Neighbour(QualifiedName.of("public", "hub"), true)), List.of());
            return drain(
                    version,
                    new TableSnapshot(
                            18,
                            plain.parent(),
                            plain.partitions(),
                            plain.leafTraits(),
                            hub,
                            plain.takenNames(),
                            "basis"),
                    wanted("e1", range(1, 10)));
        }
    },
    DRAIN_A_LIST {
        @Override
        List<String> setUp() {
            return with(
                    "CREATE TABLE events (id int8) PARTITION BY LIST (id)",
                    "CREATE TABLE rest PARTITION OF events DEFAULT",
                    "INSERT INTO events VALUES (1), (2), (NULL)");
        }

        @Override
        Plan plan(int version) {
            return drain(
                    version,
                    Tables.holding(
                            snapshot(BY_LIST, partition("rest", Bound.DEFAULT)),
                            new DefaultContents(true, 8192, 0, List.of(), MOVABLE)),
                    wanted("e1", list(Datum.NULL, 1)));
        }
    },
    BETWEEN_FOREIGN_KEYS {
        @Override
        List<String> setUp() {
            return with(
                    "CREATE TABLE hub (id int8 PRIMARY KEY)",
                    "CREATE TABLE events (id int8 PRIMARY KEY REFERENCES hub) PARTITION BY RANGE (id)",
                    "CREATE TABLE notes (event int8 REFERENCES events)");
        }

        @Override
        Plan plan(int version) {
            return create(version, betweenForeignKeys(), wanted("e1", range(1, 10)));
        }
    },
    SUB_PARTITIONED {
        @Override
        List<String> setUp() {
            return with("CREATE TABLE events (id int8, kind text) PARTITION BY RANGE (id)");
        }

        @Override
        Plan plan(int version) {
            return create(
                    version,
                    snapshot(BY_ID),
                    new NewPartition(
                            QualifiedName.of("public", "e1"),
                            range(1, 10),
                            new SubPartitioning(Strategy.LIST, List.of(new Identifier("kind")))));
        }
    },
    EVERYTHING_CARRIED_OVER {
        @Override
        List<String> setUp() {
            return with(
                    RANGE,
                    "CREATE UNIQUE INDEX events_id ON events (id)",
                    "ALTER TABLE events ALTER id SET NOT NULL",
                    "ALTER TABLE events REPLICA IDENTITY USING INDEX events_id",
                    "ALTER TABLE events ENABLE ROW LEVEL SECURITY",
                    "CREATE POLICY mine ON events FOR SELECT USING (id > 0)");
        }

        @Override
        Plan plan(int version) {
            return create(version, carryingOver(), wanted("e1", range(1, 10)));
        }
    },
    HOSTILE_NAMES {
        @Override
        List<String> setUp() {
            return with(
                    "CREATE SCHEMA \"s \"\"; drop\"",
                    "CREATE TABLE \"s \"\"; drop\".\"select\" (\"a\"\"; --\" text COLLATE \"C\")"
                            + " PARTITION BY LIST (\"a\"\"; --\")");
        }

        @Override
        Plan plan(int version) {
            QualifiedName name = QualifiedName.of("s \"; drop", "select");
            TableSnapshot plain = snapshot(
                    new PartitionKey(Strategy.LIST, List.of(Tables.column("a\"; --", "text", KeyFamily.OTHER))));
            TableSnapshot table = new TableSnapshot(
                    18,
                    new TableSnapshot.Parent(
                            Tables.oid("select"), name, plain.parent().key(), DefaultContents.NONE),
                    List.of(),
                    plain.leafTraits(),
                    ForeignKeys.NONE,
                    Set.of(name),
                    "basis");
            String value = "x'); DROP TABLE \"s \"\"; drop\".\"select\"; --\\";
            KeySpace keys = new KeySpace(List.of(Map.of(value, new KeySpace.KeyValue(value, 1))));
            NewPartition wanted = new NewPartition(QualifiedName.of("s \"; drop", "Ünï'\"\"--/*"), list(value), null);
            return new PartitionPlanner()
                    .create(Tables.onVersion(version, table), keys, List.of(wanted), Existing.REFUSE);
        }
    },
    DETACH {
        @Override
        List<String> setUp() {
            return with(RANGE, "CREATE TABLE e1 PARTITION OF events FOR VALUES FROM (1) TO (10)");
        }

        @Override
        Plan plan(int version) {
            Partition e1 = partition("e1", range(1, 10));
            return new RemovalPlanner().detach(Tables.onVersion(version, snapshot(BY_ID, e1)), e1);
        }
    },
    DETACH_BESIDE_A_DEFAULT {
        @Override
        List<String> setUp() {
            return with(
                    RANGE,
                    "CREATE TABLE rest PARTITION OF events DEFAULT",
                    "CREATE TABLE e1 PARTITION OF events FOR VALUES FROM (1) TO (10)");
        }

        @Override
        Plan plan(int version) {
            Partition e1 = partition("e1", range(1, 10));
            return new RemovalPlanner()
                    .detach(Tables.onVersion(version, snapshot(BY_ID, e1, partition("rest", Bound.DEFAULT))), e1);
        }
    },
    DETACH_MANY {
        @Override
        List<String> setUp() {
            return three();
        }

        @Override
        Plan plan(int version) {
            return new RemovalPlanner().detachMany(Tables.onVersion(version, snapshot(BY_ID, THREE)), firstTwo());
        }
    },
    DROP_MANY {
        @Override
        List<String> setUp() {
            return three();
        }

        @Override
        Plan plan(int version) {
            return new RemovalPlanner().dropMany(Tables.onVersion(version, snapshot(BY_ID, THREE)), firstTwo());
        }
    },
    DROP_DETACHED_MANY {
        @Override
        List<String> setUp() {
            return with(RANGE, "CREATE TABLE e1 (id int8)", "CREATE TABLE e2 (id int8)", "CREATE TABLE e3 (id int8)");
        }

        @Override
        Plan plan(int version) {
            return new RemovalPlanner()
                    .dropDetachedMany(
                            Tables.onVersion(version, snapshot(BY_ID)), List.of(known("e3"), known("e1"), known("e2")));
        }
    },
    DROP_DETACHED_MANY_WITH_FOREIGN_KEYS {
        @Override
        List<String> setUp() {
            return with(
                    "CREATE TABLE hub (id int8 PRIMARY KEY)",
                    "CREATE TABLE events (id int8 PRIMARY KEY REFERENCES hub) PARTITION BY RANGE (id)",
                    "CREATE TABLE notes (event int8 REFERENCES events)",
                    "CREATE TABLE e1 (id int8 REFERENCES hub)",
                    "CREATE TABLE e2 (id int8 REFERENCES hub)");
        }

        @Override
        Plan plan(int version) {
            return new RemovalPlanner()
                    .dropDetachedMany(
                            Tables.onVersion(version, betweenForeignKeys()), List.of(known("e1"), known("e2")));
        }
    },
    AFTER_DETACH {
        @Override
        List<String> setUp() {
            return with(
                    "CREATE SCHEMA archive",
                    "CREATE TABLE e1 (id int8 CONSTRAINT e1_key PRIMARY KEY, note text)",
                    "CREATE INDEX e1_note ON e1 (note)",
                    "CREATE PUBLICATION news FOR TABLE e1");
        }

        @Override
        Plan plan(int version) {
            DetachedTable detached = new DetachedTable(
                    known("e1"),
                    false,
                    List.of(
                            new DetachedTable.Index(new Identifier("e1_key"), new Identifier("e1_key")),
                            new DetachedTable.Index(new Identifier("e1_note"), null)),
                    List.of(
                            new DetachedTable.Publication(new Identifier("news"), true),
                            new DetachedTable.Publication(new Identifier("theirs"), false)));
            return new RemovalPlanner()
                    .afterDetach(detached, new DetachOptions(false, true, new Identifier("archive")));
        }
    },
    ANALYZE {
        @Override
        List<String> setUp() {
            return three();
        }

        @Override
        Plan plan(int version) {
            // ANALYZE ONLY, of 18, would not run on the others.
            return new AnalyzePlanner().analyze(Tables.onVersion(Math.min(version, 17), snapshot(BY_ID, THREE)));
        }
    };

    private static final Partition[] THREE = {
        partition("e1", range(1, 10)), partition("e2", range(10, 20)), partition("e3", range(20, 30))
    };

    static final String RANGE = "CREATE TABLE events (id int8) PARTITION BY RANGE (id)";
    static final PartitionKey BY_ID =
            new PartitionKey(Strategy.RANGE, List.of(Tables.column("id", "int8", KeyFamily.INTEGER)));
    static final PartitionKey BY_TWO = new PartitionKey(
            Strategy.RANGE,
            List.of(Tables.column("a", "int8", KeyFamily.INTEGER), Tables.column("b", "int8", KeyFamily.INTEGER)));
    static final PartitionKey BY_LIST =
            new PartitionKey(Strategy.LIST, List.of(Tables.column("id", "int8", KeyFamily.INTEGER)));
    static final PartitionKey BY_HASH =
            new PartitionKey(Strategy.HASH, List.of(Tables.column("id", "int8", KeyFamily.INTEGER)));

    static final RowMove MOVABLE = new RowMove(List.of(new Identifier("id")), List.of());

    List<String> setUp() {
        return with(RANGE);
    }

    abstract Plan plan(int version);

    String golden() {
        return "partition/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> with(String... statements) {
        return List.of(statements);
    }

    private static List<String> three() {
        return with(
                RANGE,
                "CREATE TABLE e1 PARTITION OF events FOR VALUES FROM (1) TO (10)",
                "CREATE TABLE e2 PARTITION OF events FOR VALUES FROM (10) TO (20)",
                "CREATE TABLE e3 PARTITION OF events FOR VALUES FROM (20) TO (30)");
    }

    /** In an order that is not the plan's. */
    private static List<Partition> firstTwo() {
        return List.of(THREE[1], THREE[0]);
    }

    private static KnownTable known(String name) {
        return new KnownTable(QualifiedName.of("public", name), Tables.oid(name));
    }

    private static TableSnapshot snapshot(PartitionKey key, Partition... partitions) {
        return Tables.of(key, partitions);
    }

    private static Plan create(int version, TableSnapshot plain, NewPartition... wanted) {
        TableSnapshot table = Tables.onVersion(version, plain);
        return new PartitionPlanner()
                .create(table, Tables.numbers(table, List.of(wanted)), List.of(wanted), Existing.REFUSE);
    }

    private static Plan drain(int version, TableSnapshot plain, NewPartition wanted) {
        TableSnapshot table = Tables.onVersion(version, plain);
        return new DrainPlanner().create(table, Tables.numbers(table, List.of(wanted)), wanted, 1000);
    }

    private static TableSnapshot beside(DefaultContents contents) {
        return Tables.holding(snapshot(BY_ID, partition("rest", Bound.DEFAULT)), contents);
    }

    /** A hub that the table references, and notes that reference the table. */
    private static TableSnapshot betweenForeignKeys() {
        return Tables.of(
                BY_ID,
                new ForeignKeys(
                        List.of(new ForeignKeys.Neighbour(QualifiedName.of("public", "hub"), true)),
                        List.of(new ForeignKeys.Neighbour(QualifiedName.of("public", "notes"), true))));
    }

    private static TableSnapshot carryingOver() {
        TableSnapshot plain = snapshot(BY_ID);
        Identifier reader = new Identifier("pg_monitor");
        LeafTraits traits = new LeafTraits(
                new Ownership(
                        new Identifier("owner"),
                        false,
                        java.util.Collections.singletonList(null),
                        List.of(
                                new Grant(reader, "SELECT", true, null),
                                new Grant(null, "INSERT", false, new Identifier("id")))),
                new RowSecurity(
                        true,
                        true,
                        List.of(
                                new Policy(
                                        new Identifier("mine"),
                                        true,
                                        "SELECT",
                                        List.of(),
                                        Expression.deparsed("(id > 0)"),
                                        null),
                                new Policy(
                                        new Identifier("theirs"),
                                        false,
                                        "INSERT",
                                        List.of(reader),
                                        null,
                                        Expression.deparsed("(id < 100)")))),
                new ReplicaIdentity(ReplicaIdentity.Kind.INDEX, QualifiedName.of("public", "events_id")),
                new Storage(
                        new Identifier("pg_default"),
                        null,
                        new Identifier("heap"),
                        Map.of("fillfactor", "70", "toast.autovacuum_enabled", "false")),
                Map.of(new Identifier("id"), 500),
                "a table's \"comment\"; --");
        return new TableSnapshot(18, plain.parent(), List.of(), traits, ForeignKeys.NONE, plain.takenNames(), "basis");
    }
}
