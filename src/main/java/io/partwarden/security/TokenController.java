package io.partwarden.security;

import io.partwarden.http.PageRequest;
import io.partwarden.shared.Page;
import io.partwarden.shared.PageToken;
import io.partwarden.shared.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens, for admins that are not limited themselves: a limited one could give itself more. */
@Tag(name = "Tokens", description = "Who may do what, and where.")
@RestController
@RequestMapping("/api/v1/tokens")
class TokenController {

    private final Tokens tokens;
    private final AuditTrail audit;
    private final Clock clock;

    TokenController(Tokens tokens, AuditTrail audit, Clock clock) {
        this.tokens = tokens;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping
    @Operation(operationId = "listTokens", summary = "List the tokens; none is shown again")
    Page<TokenResponse> list(Caller caller, PageRequest page) {
        caller.requireUnlimited(Role.ADMIN);
        String after = page.after(1).map(key -> key.get(0)).orElse("");
        List<Token> found = tokens.page(after, page.limit() + 1);
        boolean more = found.size() > page.limit();
        List<Token> shown = more ? found.subList(0, page.limit()) : found;
        String next = more ? PageToken.of(List.of(shown.get(shown.size() - 1).name())) : null;
        return new Page<>(shown.stream().map(TokenResponse::of).toList(), next);
    }

    @PostMapping
    @Operation(operationId = "createToken", summary = "Make a token; it is shown this once")
    @ApiResponse(responseCode = "201", description = "Made", useReturnTypeSchema = true)
    ResponseEntity<NewTokenResponse> create(
            Caller caller,
            @Valid @RequestBody TokenRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey) {
        Change change = audit.current().action("token.create").object(request.name());
        caller.requireUnlimited(Role.ADMIN);
        if (idempotencyKey != null) {
            throw Problem.invalid(
                    "Idempotency-Key",
                    "not-here",
                    "a token is shown once, so its answer is not kept for a repetition; leave the header out");
        }
        Token token = new Token(
                request.name(),
                request.role(),
                new Limits(request.targets(), request.sources(), request.providers()),
                clock.instant(),
                caller.name(),
                request.expiresAt(),
                null);
        tokens.requireFree(token.name());
        change.started();
        String secret = tokens.create(token);
        return ResponseEntity.created(URI.create("/api/v1/tokens/" + token.name()))
                .body(new NewTokenResponse(secret, TokenResponse.of(token)));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "deleteToken", summary = "Take a token back")
    @ApiResponse(responseCode = "204", description = "Gone")
    void delete(Caller caller, @PathVariable String name) {
        Change change = audit.current().action("token.delete").object(name);
        caller.requireUnlimited(Role.ADMIN);
        tokens.requireDeletable(name);
        change.started();
        tokens.delete(name);
    }
}
