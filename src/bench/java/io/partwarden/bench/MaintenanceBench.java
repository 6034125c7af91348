package io.partwarden.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maintenance against pg_partman's, on one server: of the same tables, made once and copied. Times are taken with nobody else about; what
 * clients feel and which locks are held is looked at in passes of their own.
 */
final class MaintenanceBench {

    private static final String OURS = "ours";
    private static final String PEERS = "peers";
    private static final String WIDE = "wide";
    private static final String COLUMNS = "id bigint, at timestamptz, body text, PRIMARY KEY (id, at)";

    /** Without an index: the catalog that a pass reads is as big, and 200,000 partitions are made in a third of the time. */
    private static final String FEW_COLUMNS = "id bigint, at timestamptz";

    private static final int QUIET_MILLIS = 3_000;

    private final BenchServer server;
    private final Size size;
    private final Fleet fleet;
    private final Fleet peers;
    private final PgPartman partman;
    private final Maintained maintained;
    private final List<String> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final long begin = System.nanoTime();

    private MaintenanceBench(BenchServer server, Service service, Size size) throws Exception {
        this.server = server;
        this.size = size;
        peers = new Fleet(server, PEERS, size.tables());
        server.newDatabase(PEERS);
        partman = new PgPartman(server, PEERS);
        peers.create(COLUMNS, size.partitions());
        say("made " + peers.partitions() + " partitions");
        fleet = new Fleet(server, OURS, size.tables());
        server.newDatabase(OURS);
        fleet.create(COLUMNS, size.partitions());
        partman.maintainAll(peers);
        maintained = new Maintained(service, OURS);
        maintained.policies(fleet.tables());
        say("set the policies");
    }

    static void run(Size size) throws Exception {
        try (BenchServer server = BenchServer.installed();
                Service service = new Service(server)) {
            MaintenanceBench bench = new MaintenanceBench(server, service, size);
            bench.settle();
            bench.idle();
            bench.busy();
            bench.watched();
            bench.beneathAReader();
            new RetentionBench(server, bench.partman, bench.maintained, size).run(bench::row, bench::note);
            bench.wide(service);
            Rounds.print(bench.partman.version(), "Partwarden", bench.rows);
            System.out.println();
            bench.notes.forEach(note -> System.out.println("- " + note));
        }
    }

    private void say(String what) {
        System.out.printf(Locale.ROOT, "%4.0f s: %s%n", (System.nanoTime() - begin) / 1e9, what);
    }

    private String tables(int partitions) {
        return String.format(Locale.ROOT, "%,d tables x %d", size.tables(), partitions);
    }

    /** Each makes what it thinks is lacking, which depends on the time of day with pg_partman; from then on nothing is due. */
    private void settle() throws Exception {
        double theirs = partman.maintain();
        double ours = maintained.pass();
        note("First pass: pg_partman %.3f s, Partwarden %.3f s", theirs, ours);
    }

    private void idle() throws Exception {
        long ours = fleet.partitions();
        long theirs = peers.partitions();
        row(new Rounds("idle pass, " + tables(size.partitions()), size.rounds())
                .compare(round -> partman.maintain(), round -> maintained.pass(), 0.1));
        requirePartitions(fleet, ours);
        requirePartitions(peers, theirs);
    }

    private void busy() throws Exception {
        row(new Rounds("busy pass, one partition for each of them", size.rounds())
                .compare(round -> lacking(peers, partman::maintain), round -> lacking(fleet, maintained::pass), 0.5));
    }

    private interface Pass {
        double run() throws Exception;
    }

    /** Seconds of a pass that has to make one partition for each table. */
    private double lacking(Fleet which, Pass pass) throws Exception {
        long all = which.partitions();
        which.dropNewest();
        requirePartitions(which, all - size.tables());
        double seconds = pass.run();
        requirePartitions(which, all);
        if (which == fleet) {
            // As a minute later: what changed is looked at once more.
            maintained.pass();
        }
        return seconds;
    }

    private static void requirePartitions(Fleet which, long expected) throws Exception {
        long there = which.partitions();
        if (there != expected) {
            throw new IOException(which.database() + " has " + there + " partitions and not " + expected);
        }
    }

    /** What the same busy passes do to others. */
    private void watched() throws Exception {
        try (Clients clients = Clients.on(server, OURS, fleet.tables())) {
            Thread.sleep(QUIET_MILLIS);
            note("Clients with no pass under way: %s", clients.stop());
        }
        watched("Clients during pg_partman's busy pass", peers, partman::maintain);
        watched("Clients during our busy pass", fleet, maintained::pass);
    }

    private void watched(String what, Fleet which, Pass pass) throws Exception {
        lacking(which, () -> {
            try (Clients clients = Clients.on(server, which.database(), which.tables());
                    LockWatch watch = new LockWatch(server, which.database())) {
                double seconds = pass.run();
                note("%s (%.1f s): %s. %s", what, seconds, clients.stop(), watch.stop());
                return seconds;
            }
        });
    }

    private void beneathAReader() throws Exception {
        lacking(fleet, () -> {
            try (Reader reader = Reader.of(server, OURS, fleet.tables(), size.readerSeconds());
                    Clients clients = Clients.on(server, OURS, fleet.tables())) {
                double seconds = maintained.pass();
                boolean reading = reader.isReading();
                reader.await();
                note(
                        "Our busy pass while somebody reads all partitions in one transaction: %.1f s, and the reader %s at its end; %s",
                        seconds, reading ? "still read" : "HAD ENDED", clients.stop());
                return seconds;
            }
        });
    }

    private void wide(Service service) throws Exception {
        Fleet wide = new Fleet(server, WIDE, size.tables());
        server.newDatabase(WIDE);
        wide.create(FEW_COLUMNS, size.wide());
        say("made " + wide.partitions() + " partitions");
        Maintained target = new Maintained(service, WIDE);
        target.policies(wide.tables());
        note("First pass, %s: Partwarden %.3f s", tables(size.wide()), target.pass());
        row(new Rounds(
                        "our idle pass, %s, against %s".formatted(tables(size.wide()), tables(size.partitions())),
                        3 * size.rounds())
                .compare(round -> maintained.pass(), round -> target.pass(), 3.0));
    }

    private void row(String row) {
        rows.add(row);
        say(row);
    }

    private void note(String format, Object... values) {
        String note = String.format(Locale.ROOT, format, values);
        notes.add(note);
        say(note);
    }
}
