package io.partwarden.maintenance.fleet;

import io.partwarden.maintenance.fleet.FleetFinding.About;
import io.partwarden.maintenance.fleet.FleetFinding.Advice;
import io.partwarden.table.RelationId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is found about one table. */
final class FindingSheet {

    /** What every path carries. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");

    private final FleetRow row;
    private final About subject;
    private final List<FleetFinding> findings = new ArrayList<>();

    FindingSheet(FleetRow row) {
        this.row = row;
        this.subject = new About(
                row.target().name(),
                row.name().schema().value(),
                row.name().name().value());
    }

    List<FleetFinding> findings() {
        return findings;
    }

    /**
     * @param object of the table that it is about, empty for all of it
     * @param since null where nobody but we ourselves can remember it
     */
    void note(
            FindingKind kind,
            Severity severity,
            String object,
            Advice advice,
            @Nullable Instant since,
            Map<String, Object> details) {
        findings.add(new FleetFinding(
                FleetFinding.id(kind, subject, object), severity, kind, subject, advice, since, details));
    }

    /** The table's path, for a remedy; by its id where its names cannot stand in one. */
    String path() {
        TableReading reading = row.reading();
        String schema = row.name().schema().value();
        String table = row.name().name().value();
        if (reading != null
                && !(PLAIN.matcher(schema).matches() && PLAIN.matcher(table).matches())) {
            return "/api/v1/tables/"
                    + new RelationId(row.target().name(), reading.table().oid()).encoded();
        }
        return "/api/v1/targets/" + encoded(row.target().name()) + "/tables/" + encoded(schema) + "/" + encoded(table);
    }

    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
