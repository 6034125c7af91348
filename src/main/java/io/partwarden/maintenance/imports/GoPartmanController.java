package io.partwarden.maintenance.imports;

import io.partwarden.shared.Problem;
import io.partwarden.table.ChangeOptions;
import io.partwarden.targets.Target;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** From go_partman to policies. */
@RestController
@Tag(name = "Imports")
class GoPartmanController {

    private final ImportGate gate;
    private final GoPartmanImports imports;
    private final Clock clock;

    GoPartmanController(ImportGate gate, GoPartmanImports imports, Clock clock) {
        this.gate = gate;
        this.imports = imports;
        this.clock = clock;
    }

    @PostMapping("/api/v1/targets/{target}/import/go_partman")
    @Operation(operationId = "importGoPartman", summary = "Read go_partman's tables and tenants as policies")
    ImportAnswer importTables(
            @PathVariable String target,
            @Valid @RequestBody(required = false) @Nullable ImportRequest body,
            ChangeOptions options) {
        Target found = gate.toSet(target, "policy.import");
        ImportRequest request = Objects.requireNonNullElse(body, ImportRequest.ALL);
        if (request.timeZone() != null) {
            throw Problem.invalid("time_zone", "not-applicable", "go_partman counts in UTC; leave it out");
        }
        if (options.planFingerprint() != null) {
            throw Problem.invalid("plan_fingerprint", "not-applicable", "an import changes no table; leave it out");
        }
        return options.dryRun()
                ? imports.look(found, request)
                : imports.store(found, request, clock.instant(), gate.change());
    }
}
