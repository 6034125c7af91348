package io.partwarden.bench;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.execution.Patience;
import io.partwarden.jobs.RecurringTask;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.security.AuditTrail;
import io.partwarden.security.Change;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.PlannedChanges;
import io.partwarden.table.Removal;
import io.partwarden.table.RemovedMany;
import io.partwarden.table.Work;
import io.partwarden.targets.Target;
import io.partwarden.targets.Targets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our side: a target whose tables have policies, set over HTTP, and the maintainer's own pass over it. */
final class Maintained {

    private static final int SETTERS = 2;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Service service;
    private final String target;

    /** @param target also the name of its database */
    Maintained(Service service, String target) throws IOException, InterruptedException {
        this.service = service;
        this.target = target;
        service.target(target);
    }

    void policies(List<String> tables) throws Exception {
        ExecutorService setters = Executors.newFixedThreadPool(SETTERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String table : tables) {
                all.add(setters.submit(() -> policy(table, "")));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            setters.shutdown();
        }
    }

    /** @param grace between the detach of what is past and its drop; zero drops at once */
    void dropPast(String table, Duration grace, int most) throws IOException, InterruptedException {
        policy(table, """
                , "retention": {"keep": "P1D", "action": "drop", "grace": "%s", "max_per_run": %d}
                """.formatted(grace, most));
    }

    private String policy(String table, String more) throws IOException, InterruptedException {
        String body = "{\"interval\": \"P1D\", \"premake\": " + Fleet.AHEAD + more + "}";
        return service.send("PUT", path(table) + "/policy", body);
    }

    private String path(String table) {
        return "/targets/" + target + "/tables/public/" + table;
    }

    /** The pass that is made every minute; seconds. */
    double pass() {
        RecurringTask maintainer = service.part(RecurringTask.class, task -> "maintenance".equals(task.name()));
        long begin = System.nanoTime();
        maintainer.run(target);
        return (System.nanoTime() - begin) / 1e9;
    }

    /** A run on one table, confirmed as its first retirement has to be; seconds of the run, which has to end well. */
    double run(String table) throws IOException, InterruptedException {
        String path = path(table) + "/maintenance";
        JsonNode shown = JSON.readTree(service.send("POST", path + "?dry_run=true", ""));
        String fingerprint = shown.get("fingerprint").asString();
        long begin = System.nanoTime();
        JsonNode run = JSON.readTree(service.send("POST", path + "?plan_fingerprint=" + fingerprint, ""));
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (!"changed".equals(run.get("outcome").asString())) {
            throw new IOException("The run on " + table + " did not end well: " + run);
        }
        return seconds;
    }

    /** Drops many partitions, 20 in a transaction, from the look at the catalog on; seconds. */
    double dropMany(String table, int count) throws IOException {
        Target where = service.part(Targets.class, any -> true).require(target);
        CatalogReader catalog = service.part(CatalogReader.class, any -> true);
        PlannedChanges changes = service.part(PlannedChanges.class, any -> true);
        AuditTrail audit = service.part(AuditTrail.class, any -> true);
        long begin = System.nanoTime();
        TableSnapshot snapshot =
                catalog.snapshot(where, QualifiedName.of("public", table)).orElseThrow();
        List<Partition> oldest = snapshot.partitions().subList(0, count);
        Change change = audit.begin("bench", "bench.drop");
        RemovedMany removed = changes.removeMany(
                where, snapshot, oldest, Removal.Mode.DROP, new Work("bench", change, Patience.LADDER));
        change.succeeded();
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (removed.removed().size() != count) {
            throw new IOException("Not all partitions went: " + removed.left().get(0));
        }
        return seconds;
    }
}
