package io.partwarden.maintenance.fleet;

import io.partwarden.shared.Problem;
import io.partwarden.targets.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * The latest reading of each target. Whoever asks within a few seconds gets the same one, and nobody waits longer than the patience: of a
 * target that takes longer they get what was known before, while its reading goes on for those who ask next.
 */
@Component
final class FleetReadings implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(FleetReadings.class);

    private final FleetLook look;
    private final FleetProperties properties;
    private final Clock clock;
    private final ExecutorService readers;
    private final Map<String, TargetReading> latest = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<TargetReading>> underWay = new ConcurrentHashMap<>();

    FleetReadings(FleetLook look, FleetProperties properties, Clock clock) {
        this.look = look;
        this.properties = properties;
        this.clock = clock;
        CustomizableThreadFactory threads = new CustomizableThreadFactory("fleet-");
        threads.setDaemon(true);
        this.readers = Executors.newFixedThreadPool(properties.targetsAtOnce(), threads);
    }

    /** One for each of these targets. */
    Map<String, TargetReading> of(List<Target> targets) {
        Instant now = clock.instant();
        Map<String, CompletableFuture<TargetReading>> waitingFor = new HashMap<>();
        for (Target target : targets) {
            if (!isFresh(target, now)) {
                waitingFor.put(target.name(), read(target));
            }
        }
        await(waitingFor);
        Map<String, TargetReading> readings = new HashMap<>();
        targets.forEach(target -> readings.put(target.name(), known(target, now)));
        return readings;
    }

    /** Forgets the targets that are gone. */
    void keepOnly(List<Target> targets) {
        Set<String> names = targets.stream().map(Target::name).collect(Collectors.toSet());
        latest.keySet().retainAll(names);
    }

    private boolean isFresh(Target target, Instant now) {
        TargetReading reading = reading(target);
        return reading != null && Duration.between(reading.triedAt(), now).compareTo(properties.freshFor()) < 0;
    }

    private TargetReading known(Target target, Instant now) {
        TargetReading reading = reading(target);
        return reading == null ? TargetReading.unknown(target.name(), target.etag(), now) : reading;
    }

    /** Null where the target has other settings by now: it may be another database. */
    private @Nullable TargetReading reading(Target target) {
        TargetReading reading = latest.get(target.name());
        return reading != null && reading.etag().equals(target.etag()) ? reading : null;
    }

    private CompletableFuture<TargetReading> read(Target target) {
        CompletableFuture<TargetReading> mine = new CompletableFuture<>();
        CompletableFuture<TargetReading> other = underWay.putIfAbsent(target.name(), mine);
        if (other != null) {
            return other;
        }
        readers.execute(() -> {
            try {
                mine.complete(readNow(target));
            } finally {
                underWay.remove(target.name(), mine);
            }
        });
        return mine;
    }

    private TargetReading readNow(Target target) {
        TargetReading before = reading(target);
        TargetReading reading = attempt(target, before);
        latest.put(target.name(), reading);
        return reading;
    }

    private TargetReading attempt(Target target, @Nullable TargetReading before) {
        try {
            return look.at(target, before);
        } catch (Problem e) {
            LOG.debug("Target {} could not be read", target.name(), e);
            return known(target, clock.instant())
                    .failed(clock.instant(), e.type().slug(), e.detail());
        } catch (RuntimeException e) {
            LOG.error("Reading target {} for the fleet broke", target.name(), e);
            return known(target, clock.instant())
                    .failed(clock.instant(), "internal", "Something unforeseen went wrong; the service's log has it.");
        }
    }

    private void await(Map<String, CompletableFuture<TargetReading>> readings) {
        CompletableFuture<?> all = CompletableFuture.allOf(readings.values().toArray(CompletableFuture[]::new));
        // Not get(): a timeout here is no failure, it only ends the waiting.
        all.completeOnTimeout(null, properties.patience().toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public void destroy() {
        readers.shutdownNow();
    }
}
