package io.partwarden.maintenance.fleet;

import io.partwarden.catalog.TableHealth;
import io.partwarden.maintenance.ManagedTable;
import io.partwarden.maintenance.fleet.TableBounds.PeriodLane;
import io.partwarden.maintenance.fleet.TableReading.DefaultRows;
import io.partwarden.policy.Lane;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One root table of the fleet at one moment.
 *
 * @param managed null without a policy
 * @param progress null without a policy
 * @param reading null for a table with a policy that its target does not have, or that never answered
 */
record FleetRow(
        Target target,
        QualifiedName name,
        MaintenanceState state,
        @Nullable ManagedTable managed,
        @Nullable Progress progress,
        @Nullable TableReading reading,
        Instant now) {

    /** How far one row of periods goes. */
    record LaneReach(PeriodLane lane, Reach reach) {

        /** Empty where it has no end, or the place is beyond what time there is. */
        Optional<Instant> until() {
            BigDecimal end = reach.until();
            return end == null ? Optional.empty() : lane.lane().line().momentOf(end);
        }
    }

    List<PeriodLane> lanes() {
        return reading == null ? List.of() : reading.bounds().lanes();
    }

    /** Of the lanes that lie on time. */
    List<LaneReach> reaches() {
        List<LaneReach> reaches = new ArrayList<>();
        for (PeriodLane one : lanes()) {
            Lane lane = one.lane();
            lane.line().placeOf(now).ifPresent(place -> reaches.add(new LaneReach(one, Reach.of(lane, place))));
        }
        return reaches;
    }

    boolean hasDefault() {
        return reading != null && reading.table().defaultOid() != 0;
    }

    /** Of the lane that ends first. */
    WritesSafe writesSafe() {
        List<LaneReach> reaches = reaches();
        if (hasDefault() && !reaches.isEmpty()) {
            return WritesSafe.ALWAYS;
        }
        return reaches.stream().map(FleetRow::safe).min(WritesSafe::compareTo).orElse(WritesSafe.UNKNOWN);
    }

    private static WritesSafe safe(LaneReach lane) {
        if (!lane.reach().covered()) {
            return WritesSafe.NOT_NOW;
        }
        return lane.until().map(WritesSafe::until).orElse(WritesSafe.ALWAYS);
    }

    /** Of the lane that has fewest; null where nothing lies on time. */
    @Nullable
    Integer futurePartitions() {
        return reaches().stream()
                .map(lane -> lane.reach().ahead())
                .min(Integer::compareTo)
                .orElse(null);
    }

    TableHealth.@Nullable Size size() {
        TableHealth health = health();
        return health == null ? null : health.size();
    }

    @Nullable
    TableHealth health() {
        return reading == null ? null : reading.health();
    }

    @Nullable
    DefaultRows inDefault() {
        return reading == null ? null : reading.inDefault();
    }

    @Nullable
    Integer pendingDetaches() {
        TableHealth health = health();
        return health == null ? null : health.pendingDetaches().size();
    }
}
