package io.partwarden.table;

import io.partwarden.sql.Plan;
import io.partwarden.sql.PlanScript;
import io.partwarden.table.Outcome.Done;
import io.partwarden.table.Outcome.Preview;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** How the outcome of a change is answered: a preview as JSON or as a script, a result with its status and place. */
final class ChangeAnswers {

    /** Before the script's first lock gives up; as the service itself would wait at most. */
    private static final Duration SCRIPT_LOCK_TIMEOUT = Duration.ofMillis(200);

    private ChangeAnswers() {}

    /** 201 with a Location where something was made, else 200. */
    static <T> ResponseEntity<Object> created(
            Outcome<T> outcome, ChangeOptions options, Function<Done<T>, Object> body, Function<T, URI> location) {
        if (outcome instanceof Preview<T> preview) {
            return preview(preview.plan(), options);
        }
        Done<T> done = (Done<T>) outcome;
        URI place = location.apply(done.result());
        return done.changed()
                ? ResponseEntity.created(place)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(body.apply(done))
                : ResponseEntity.ok()
                        .location(place)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(body.apply(done));
    }

    static <T> ResponseEntity<Object> done(Outcome<T> outcome, ChangeOptions options, Function<Done<T>, Object> body) {
        return outcome instanceof Preview<T> preview
                ? preview(preview.plan(), options)
                : ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body.apply((Done<T>) outcome));
    }

    private static ResponseEntity<Object> preview(Plan plan, ChangeOptions options) {
        return options.asScript()
                ? ResponseEntity.ok()
                        .contentType(ChangeOptionsResolver.SQL)
                        .body(PlanScript.of(plan, SCRIPT_LOCK_TIMEOUT))
                : ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(PlanResponse.of(plan));
    }
}
