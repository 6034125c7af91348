package io.partwarden.maintenance.imports;

import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.ManagedTable;
import io.partwarden.maintenance.Policies;
import io.partwarden.maintenance.PolicyDocument;
import io.partwarden.maintenance.PolicyIntake;
import io.partwarden.maintenance.imports.ImportAnswer.ImportSource;
import io.partwarden.maintenance.imports.ImportAnswer.ImportedTable;
import io.partwarden.maintenance.imports.ImportAnswer.OtherUpkeep;
import io.partwarden.maintenance.imports.PartmanCandidates.Made;
import io.partwarden.security.Change;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.sql.PartmanDdl;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads pg_partman's configuration as policies, and stores them. Its tables and its configuration are left as they are. */
@Component
final class PartmanImports {

    static final String TOOL = "pg_partman";

    private final PartmanRepository reader;
    private final PartmanTables tables;
    private final PartmanCandidates candidates;
    private final PartmanComparison comparison;
    private final Policies policies;
    private final PolicyIntake intake;
    private final ImportRepository imports;

    PartmanImports(
            PartmanRepository reader,
            PartmanTables tables,
            PartmanCandidates candidates,
            PartmanComparison comparison,
            Policies policies,
            PolicyIntake intake,
            ImportRepository imports) {
        this.reader = reader;
        this.tables = tables;
        this.candidates = candidates;
        this.comparison = comparison;
        this.policies = policies;
        this.intake = intake;
        this.imports = imports;
    }

    /** A table of the request, what can be made of it, and what becomes of it. */
    private record Item(
            PartmanTable table, Made made, @Nullable ManagedTable there, boolean maintained) {

        boolean isOther(PolicyIntake intake) {
            Candidate candidate = made.candidate();
            return candidate != null && there != null && !intake.isAsIs(there, candidate.document());
        }
    }

    /** @param now that the comparison is of */
    ImportAnswer look(Target target, ImportRequest request, Instant now) {
        PartmanConfig config = reader.read(target);
        List<ImportedTable> answers = new ArrayList<>();
        for (Item item : items(target, config, request)) {
            answers.add(answer(target, config, item, state(item), now));
        }
        return new ImportAnswer(source(config), answers);
    }

    private String state(Item item) {
        if (item.made().candidate() == null) {
            return "refused";
        }
        if (item.there() == null) {
            return "proposed";
        }
        return item.isOther(intake) ? "other-policy" : "unchanged";
    }

    /** Stores the policies of the tables that the request means; nothing if one that it names, or one that is still maintained, cannot be. */
    ImportAnswer store(Target target, ImportRequest request, Instant now, Change change) {
        PartmanConfig config = reader.read(target);
        List<Item> items = items(target, config, request);
        requireStorable(config, items, request);
        List<ImportedTable> answers = new ArrayList<>();
        for (Item item : items) {
            answers.add(answer(target, config, item, stored(target, item, request.observes(), now, change), now));
        }
        return new ImportAnswer(source(config), answers);
    }

    private String stored(Target target, Item item, boolean observes, Instant now, Change change) {
        Candidate candidate = item.made().candidate();
        if (candidate == null || item.there() != null) {
            return state(item);
        }
        ManagedName name = name(target, candidate);
        PolicyDocument document = intake.enabled(candidate.document(), !observes);
        intake.add(name, document, change.table(name.table().toString()));
        imports.put(new Imported(
                name, TOOL, now, Imported.partitions(candidate.table().partitions()), List.of(), List.of()));
        return observes ? "observed" : "stored";
    }

    private List<Item> items(Target target, PartmanConfig config, ImportRequest request) {
        requireZone(request.timeZone());
        List<PartmanTable> all = tables.of(target, config);
        requireKnown(all, request);
        List<Item> items = new ArrayList<>();
        for (PartmanTable table : all) {
            if (request.means(table.parentTable())) {
                Made made = candidates.of(config, table, request.timeZone());
                Candidate candidate = made.candidate();
                Optional<ManagedTable> there =
                        candidate == null ? Optional.empty() : policies.find(name(target, candidate));
                items.add(new Item(
                        table,
                        made,
                        there.orElse(null),
                        !table.maintained(config).isEmpty()));
            }
        }
        return items;
    }

    private static void requireZone(@Nullable String zone) {
        try {
            if (zone != null) {
                ZoneId.of(zone);
            }
        } catch (DateTimeException e) {
            throw Problem.invalid(
                            "time_zone", "invalid", "There is no time zone of that id; give one such as Europe/Berlin.")
                    .causedBy(e);
        }
    }

    private static void requireKnown(List<PartmanTable> all, ImportRequest request) {
        List<String> known = all.stream().map(PartmanTable::parentTable).toList();
        List<String> wanted = request.tables() == null ? List.of() : request.tables();
        for (int i = 0; i < wanted.size(); i++) {
            if (!known.contains(wanted.get(i))) {
                throw Problem.of(
                                ImportProblems.NOT_CONFIGURED,
                                "pg_partman has no table " + wanted.get(i)
                                        + " on record, or only as a part of another one.")
                        .withErrors(List.of(new FieldProblem(
                                "tables[" + i + "]", "unknown", "must be a parent_table of part_config")));
            }
        }
    }

    private void requireStorable(PartmanConfig config, List<Item> items, ImportRequest request) {
        List<FieldProblem> maintained = new ArrayList<>();
        for (Item item : items) {
            String table = item.table().parentTable();
            if (request.names(table) && item.made().candidate() == null) {
                throw Problem.of(
                        ImportProblems.NOT_IMPORTABLE,
                        "Table " + table + " cannot be imported: "
                                + item.made().proposal().problems().get(0).means() + " A dry run tells the rest.");
            }
            if (request.names(table) && item.isOther(intake)) {
                throw Problem.of(
                        ImportProblems.HAS_POLICY,
                        "Table " + table
                                + " has a policy that differs from pg_partman's configuration. Delete it first, or"
                                + " keep it and switch pg_partman's maintenance off.");
            }
            if (item.maintained() && item.made().candidate() != null && item.there() == null && !request.observes()) {
                maintained.add(new FieldProblem(
                        table, "still-maintained", "Switch it off first: " + switchOff(config, item.table()) + ";"));
            }
        }
        if (!maintained.isEmpty()) {
            throw Problem.of(
                            ImportProblems.STILL_MAINTAINED,
                            maintained.size()
                                    + " of the tables are still maintained by pg_partman (automatic_maintenance is on)."
                                    + " Import them with mode observe and take them over one by one, or run the statements in"
                                    + " errors first.")
                    .withErrors(maintained);
        }
    }

    private static @Nullable String switchOff(PartmanConfig config, PartmanTable table) {
        List<String> on = table.maintained(config);
        return on.isEmpty()
                ? null
                : PartmanDdl.automaticMaintenance(config.extension().config(), on, false)
                        .sql();
    }

    private ImportedTable answer(Target target, PartmanConfig config, Item item, String state, Instant now) {
        ConfigRow row = item.table().row();
        Proposal proposal = item.made().proposal();
        Candidate candidate = item.made().candidate();
        return new ImportedTable(
                item.table().name(),
                state,
                candidate == null ? null : candidate.document(),
                proposal.noCounterpart(),
                proposal.differences(),
                proposal.problems(),
                new OtherUpkeep(
                        item.maintained(), moment(row.text("maintenance_last_run")), switchOff(config, item.table())),
                candidate == null
                        ? null
                        : comparison.of(target, row, candidate, now).orElse(null),
                List.of());
    }

    private static @Nullable Instant moment(@Nullable String text) {
        return text == null ? null : OffsetDateTime.parse(text).toInstant();
    }

    private static ImportSource source(PartmanConfig config) {
        List<String> runs = new ArrayList<>();
        if (config.environment().backgroundWorker()) {
            runs.add("background-worker");
        }
        runs.addAll(config.environment().cronJobs());
        return new ImportSource(
                TOOL, config.extension().schema(), config.extension().version(), runs);
    }

    private static ManagedName name(Target target, Candidate candidate) {
        QualifiedName table = candidate.table().parent().name();
        return new ManagedName(target.name(), table);
    }
}
