package io.partwarden.table.seed;

import io.partwarden.table.Outcome;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** {@code {"message":"success"}}: 201 where something was made, 200 where an equal one was there. */
record SeedSuccess(String message) {

    static ResponseEntity<SeedSuccess> of(Outcome<?> outcome) {
        boolean made = outcome instanceof Outcome.Done<?> done && done.changed();
        return ResponseEntity.status(made ? HttpStatus.CREATED : HttpStatus.OK).body(new SeedSuccess("success"));
    }
}
