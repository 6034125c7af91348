package io.partwarden.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.partwarden.shared.Page;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A controller as features write them, for what all of them share. */
@TestComponent
@RestController
@RequestMapping("/api/v1/probe")
class Probe {

    enum Color {
        RED,
        GREEN
    }

    record Part(@NotNull @ShortText String partName, @Max(3) int size) {}

    record Thing(
            @NotNull @ShortText(max = 10) String displayName,
            @JsonProperty("kind_of") @ShortText @Nullable String kind,
            @Nullable Long count,
            @Nullable Boolean flag,
            @Nullable Color color,
            @Valid @Nullable List<Part> parts,
            @Nullable Map<String, Object> extra) {}

    final AtomicInteger runs = new AtomicInteger();
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile CountDownLatch entered = new CountDownLatch(0);
    private @Nullable String document;

    @PostMapping("/things")
    Thing thing(@Valid @RequestBody Thing thing) {
        return thing;
    }

    @GetMapping("/things/{number}")
    Map<String, Object> one(
            @PathVariable int number,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestParam(name = "tag", required = false) @Nullable List<String> tags,
            @RequestParam(name = "max_size", defaultValue = "1") @Max(5) int maxSize,
            @RequestParam Color color) {
        return Map.of("number", number, "dry_run", dryRun);
    }

    @GetMapping("/pages")
    Page<String> page(PageRequest page) {
        return new Page<>(List.of(String.valueOf(page.limit())), page.cursor());
    }

    @PutMapping("/document")
    ResponseEntity<String> document(@RequestBody Map<String, Object> content, IfMatch ifMatch) {
        String next = content.toString();
        String current = document;
        boolean created = current == null;
        if (current == null) {
            ifMatch.requireAbsent();
        } else if (!current.equals(next)) {
            DocumentVersion.of(current).requireSeen(ifMatch);
        }
        document = next;
        return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK)
                .header(HttpHeaders.ETAG, DocumentVersion.of(next).etag())
                .build();
    }

    @PostMapping("/work")
    ResponseEntity<Map<String, Object>> work(
            @RequestParam(name = "status", defaultValue = "201") int status,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestBody(required = false) @Nullable Map<String, Object> body)
            throws InterruptedException {
        int run = runs.incrementAndGet();
        entered.countDown();
        gate.await();
        return ResponseEntity.status(status)
                .header(HttpHeaders.LOCATION, "/made/" + run)
                .header(HttpHeaders.ETAG, "\"" + run + "\"")
                .body(Map.of("run", run));
    }

    @GetMapping("/failures/{kind}")
    void fail(@PathVariable String kind) throws Exception {
        switch (kind) {
            case "problem" ->
                throw Problem.of(new ProblemType("too-odd", 422, "Odd"), "It is odd.")
                        .with("blockers", List.of(1, 2))
                        .retryAfter(Duration.ofSeconds(7));
            case "wrapped" -> throw new IllegalStateException(Problem.of(ProblemType.CONFLICT, "Inside."));
            case "unexpected" -> throw new IllegalStateException("secret-text-of-an-exception");
            case "no-connection" ->
                throw new CannotGetJdbcConnectionException("secret", new SQLException("x", "08001"));
            case "shutdown" -> throw new SQLException("secret", "57P01");
            case "syntax" -> throw new SQLException("secret", "42601");
            default -> throw new AssertionError(kind);
        }
    }
}
