package io.partwarden.maintenance.fleet;

import io.partwarden.maintenance.ReadPolicy;
import io.partwarden.maintenance.fleet.FleetFinding.Advice;
import io.partwarden.maintenance.fleet.FleetRow.LaneReach;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.policy.Lane;
import io.partwarden.policy.Policy;
import io.partwarden.policy.PolicyPlanner;
import io.partwarden.policy.Span;
import io.partwarden.policy.Standing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the bounds of a table leave out, and whether enough is there ahead. */
final class CoverageRules {

    private static final int MOST_GAPS = 20;

    private CoverageRules() {}

    static void note(FleetRow row, FindingSheet sheet) {
        for (LaneReach lane : row.reaches()) {
            gaps(row, lane, sheet);
            premake(row, lane, sheet);
        }
    }

    private static void gaps(FleetRow row, LaneReach one, FindingSheet sheet) {
        Lane lane = one.lane().lane();
        Reach reach = one.reach();
        List<Map<String, Object>> ahead = new ArrayList<>(texts(lane, reach.gaps()));
        boolean nothingNow = !reach.covered() && reach.gaps().isEmpty() && row.managed() != null;
        if (nothingNow) {
            BigDecimal now = lane.line().placeOf(row.now()).orElseThrow();
            ahead.add(0, Map.of("from", text(lane, now)));
        }
        String of = ofLane(lane);
        String refused = row.hasDefault() ? "go to the default partition" : "are refused";
        if (!ahead.isEmpty()) {
            sheet.note(
                    FindingKind.GAP,
                    Severity.CRITICAL,
                    "ahead" + of,
                    new Advice(
                            nothingNow
                                    ? "No partition takes rows of now" + of + "; they " + refused + "."
                                    : "Rows from " + ahead.get(0).get("from") + " to "
                                            + ahead.get(0).get("to") + of + " have no partition; they " + refused + ".",
                            (row.managed() == null
                                            ? ""
                                            : "POST " + sheet.path() + "/maintenance makes what the policy asks for. ")
                                    + "POST " + sheet.path() + "/partitions makes one by hand; GET " + sheet.path()
                                    + "/coverage shows all gaps."),
                    null,
                    details(lane, ahead));
        }
        List<Map<String, Object>> behind = texts(lane, reach.behind());
        if (!behind.isEmpty()) {
            sheet.note(
                    FindingKind.GAP,
                    Severity.MEDIUM,
                    "behind" + of,
                    new Advice(
                            "Late rows from " + behind.get(0).get("from") + " to "
                                    + behind.get(0).get("to") + of + " have no partition; they " + refused + ".",
                            "POST " + sheet.path() + "/partitions makes one if such rows may still come; GET "
                                    + sheet.path() + "/coverage shows all gaps."),
                    null,
                    details(lane, behind));
        }
    }

    /** What should have been made two maintenance intervals ago and is not there yet. */
    private static void premake(FleetRow row, LaneReach one, FindingSheet sheet) {
        Policy policy = one.lane().policy();
        ReadPolicy read = row.reading() == null ? null : row.reading().bounds().policy();
        if (policy == null || read == null || row.managed() == null || isLeftAlone(row)) {
            return;
        }
        Instant then = row.now().minus(read.settings().every().multipliedBy(2));
        Optional<BigDecimal> place = one.lane().lane().line().placeOf(then);
        if (place.isEmpty() || then.isBefore(row.managed().inForceSince())) {
            return;
        }
        List<Bound.Range> missing = PolicyPlanner.of(policy, one.lane().lane(), new Standing(place.get(), null))
                .ahead();
        if (!missing.isEmpty()) {
            String of = ofLane(one.lane().lane());
            sheet.note(
                    FindingKind.PREMAKE_SHORT,
                    Severity.HIGH,
                    of,
                    new Advice(
                            missing.size() + " of the partitions that the policy wants ahead" + of
                                    + " are not there, for two maintenance intervals by now.",
                            "GET " + sheet.path() + "/maintenance/runs says what stood in the way; POST " + sheet.path()
                                    + "/maintenance tries at once."),
                    null,
                    Map.of(
                            "missing",
                            missing.size(),
                            "wanted",
                            policy.premake() + 1,
                            "there",
                            one.reach().ahead()));
        }
    }

    private static boolean isLeftAlone(FleetRow row) {
        return row.state() == MaintenanceState.DISABLED || row.state() == MaintenanceState.OBSERVED;
    }

    private static Map<String, Object> details(Lane lane, List<Map<String, Object>> gaps) {
        Map<String, Object> details = new LinkedHashMap<>();
        if (!lane.prefix().isEmpty()) {
            details.put("tenant", text(lane.prefix().get(0)));
        }
        details.put("gaps", gaps.subList(0, Math.min(gaps.size(), MOST_GAPS)));
        details.put("count", gaps.size());
        return details;
    }

    private static String ofLane(Lane lane) {
        return lane.prefix().isEmpty()
                ? ""
                : " of tenant "
                        + lane.prefix().stream().map(CoverageRules::text).collect(Collectors.joining(", "));
    }

    private static List<Map<String, Object>> texts(Lane lane, List<Span> gaps) {
        List<Map<String, Object>> texts = new ArrayList<>();
        for (Span gap : gaps) {
            Map<String, Object> text = new LinkedHashMap<>();
            text.put("from", text(lane, gap.from()));
            text.put("to", text(lane, gap.to()));
            texts.add(text);
        }
        return texts;
    }

    private static String text(Lane lane, @Nullable BigDecimal place) {
        return place == null ? "" : text(lane.line().value(place));
    }

    private static String text(Datum datum) {
        return datum instanceof Datum.Value value ? value.text() : "MAXVALUE";
    }
}
