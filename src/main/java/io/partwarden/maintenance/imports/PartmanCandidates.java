package io.partwarden.maintenance.imports;

import io.partwarden.maintenance.PolicyDocument;
import io.partwarden.maintenance.PolicyIntake;
import io.partwarden.maintenance.ReadPolicy;
import io.partwarden.partition.DefinitionRefusedException;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.Interval;
import io.partwarden.policy.Scheme;
import io.partwarden.shared.FieldProblem;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes a policy of what pg_partman has on record, in the time zone that the table's own partitions speak for. */
@Component
final class PartmanCandidates {

    private static final String UTC = "UTC";

    private final PolicyIntake intake;
    private final JsonMapper json;

    PartmanCandidates(PolicyIntake intake, JsonMapper json) {
        this.intake = intake;
        this.json = json;
    }

    /** @param candidate null if the proposal's problems say why there is none */
    record Made(Proposal proposal, @Nullable Candidate candidate) {}

    /** @param timeZone to take; null for the one of the database's and UTC that more of the partitions fit */
    Made of(PartmanConfig config, PartmanTable table, @Nullable String timeZone) {
        TableSnapshot snapshot = table.snapshot();
        if (snapshot == null) {
            return new Made(PartmanMapping.ofTriggers(table.row().text("partition_type", "")), null);
        }
        Made best = null;
        for (String zone : zones(config, timeZone)) {
            Made made = of(config, table, snapshot, zone.equals(UTC) ? null : zone);
            if (best == null || drifted(made) < drifted(best)) {
                best = made;
            }
        }
        Made made = Objects.requireNonNull(best);
        tellDrift(made);
        return made;
    }

    private static Set<String> zones(PartmanConfig config, @Nullable String timeZone) {
        Set<String> zones = new LinkedHashSet<>();
        String ofDatabase = config.environment().timeZone();
        if (timeZone != null) {
            zones.add(timeZone);
        } else {
            zones.add(UTC);
            zones.add(ofDatabase == null ? UTC : ofDatabase);
        }
        return zones;
    }

    private Made of(PartmanConfig config, PartmanTable table, TableSnapshot snapshot, @Nullable String zone) {
        Proposal proposal = PartmanMapping.of(config, table.row(), snapshot, table.columns(), zone);
        if (!proposal.problems().isEmpty()) {
            return new Made(proposal, null);
        }
        PolicyDocument document = json.convertValue(proposal.document(), PolicyDocument.class);
        try {
            ReadPolicy read = intake.read(document, snapshot.parent().key(), table.columns());
            return new Made(proposal, new Candidate(snapshot, document, read.policy()));
        } catch (DefinitionRefusedException e) {
            for (FieldProblem problem : PolicyIntake.problems(e)) {
                proposal.refuse(
                        null, problem.code(), problem.field() + ": " + problem.message(), "Set a policy by hand.");
            }
            return new Made(proposal, null);
        }
    }

    private static int drifted(Made made) {
        Candidate candidate = made.candidate();
        return candidate == null ? Integer.MAX_VALUE : candidate.drifted().size();
    }

    private static void tellDrift(Made made) {
        Candidate candidate = made.candidate();
        int drifted = drifted(made);
        if (candidate == null || drifted == 0) {
            return;
        }
        boolean calendar = candidate.policy().scheme() instanceof Scheme.TimePeriods time
                && !(time.interval() instanceof Interval.Elapsed);
        made.proposal()
                .differs(
                        "partition_interval",
                        "grid",
                        drifted + " of " + candidate.lane().placed().size()
                                + " partitions do not begin and end where the policy's periods do. They stay as they are; the next"
                                + " one begins where the last one ends, and is shorter.",
                        calendar
                                ? "If pg_partman runs in another time zone, import with time_zone; weeks here begin on Mondays."
                                : "Nothing, or set the policy's integer_step or interval to one that fits.");
    }
}
