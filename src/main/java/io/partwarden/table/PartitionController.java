package io.partwarden.table;

import io.partwarden.http.PageRequest;
import io.partwarden.shared.Page;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The partitions of a table. */
@RestController
@Tag(name = "Partitions", description = "Make them, look at them, take them away.")
class PartitionController {

    private final Partitions partitions;

    PartitionController(Partitions partitions) {
        this.partitions = partitions;
    }

    @GetMapping({TablePaths.BY_NAME + "/partitions", TablePaths.BY_ID + "/partitions"})
    @Operation(operationId = "listPartitions", summary = "List a table's partitions, in the order of their bounds")
    Page<PartitionResponse> list(@Parameter(hidden = true) TableRef table, PageRequest page) {
        Page<PartitionView> found = partitions.list(table, page);
        return new Page<>(found.items().stream().map(PartitionResponse::of).toList(), found.next());
    }

    @GetMapping({TablePaths.BY_NAME + "/partitions/{name}", TablePaths.BY_ID + "/partitions/{name}"})
    @Operation(operationId = "getPartition", summary = "Look at one partition")
    PartitionResponse get(
            @Parameter(hidden = true) TableRef table,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String schema) {
        return PartitionResponse.of(partitions.get(table, identifier("schema", schema), requirePartitionName(name)));
    }

    @GetMapping(TablePaths.PARTITION_BY_ID)
    @Operation(operationId = "getPartitionById", summary = "Look at one partition, by its id")
    PartitionResponse getById(@Parameter(hidden = true) TableRef partition) {
        return PartitionResponse.of(partitions.get(partition));
    }

    @PostMapping(
            path = {TablePaths.BY_NAME + "/partitions", TablePaths.BY_ID + "/partitions"},
            produces = {MediaType.APPLICATION_JSON_VALUE, "application/sql"})
    @Operation(operationId = "createPartitions", summary = "Create one partition, or many at once")
    @ApiResponse(
            responseCode = "200",
            description = "The plan of a dry run, or nothing was to be made",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema =
                                    @Schema(
                                            oneOf = {
                                                PlanResponse.class,
                                                PartitionResponse.class,
                                                PartitionResponse.Many.class
                                            })))
    @ApiResponse(
            responseCode = "201",
            description = "Created: the partition, or all of them",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(oneOf = {PartitionResponse.class, PartitionResponse.Many.class})))
    ResponseEntity<Object> create(
            @Parameter(hidden = true) TableRef table,
            @Valid @RequestBody PartitionRequest request,
            ChangeOptions options) {
        PartitionWish wish = PartitionWishes.of(request);
        return ChangeAnswers.created(
                partitions.create(table, wish, options),
                options,
                done -> wish.isMany()
                        ? new PartitionResponse.Many(
                                done.result().items().stream()
                                        .map(PartitionResponse::of)
                                        .toList(),
                                done.warnings())
                        : PartitionResponse.of(done.result().items().get(0), done.warnings()),
                made -> wish.isMany()
                        ? URI.create(TablePaths.ofTable(made.table()) + "/partitions")
                        : URI.create(TablePaths.ofPartition(made.items().get(0).id())));
    }

    @DeleteMapping(
            path = {TablePaths.BY_NAME + "/partitions/{name}", TablePaths.BY_ID + "/partitions/{name}"},
            produces = {MediaType.APPLICATION_JSON_VALUE, "application/sql"})
    @Operation(operationId = "removePartition", summary = "Detach a partition, or drop it with its rows")
    @ApiResponse(
            responseCode = "200",
            description = "What went, or the plan of a dry run",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(oneOf = {PlanResponse.class, RemovedResponse.class})))
    ResponseEntity<Object> remove(
            @Parameter(hidden = true) TableRef table,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String schema,
            @RequestParam(required = false) @Nullable String mode,
            @RequestParam(required = false) @Nullable String confirm,
            ChangeOptions options) {
        Removal removal = new Removal(requirePartitionName(name), identifier("schema", schema), mode(mode), confirm);
        return ChangeAnswers.done(partitions.remove(table, removal, options), options, RemovedResponse::of);
    }

    @DeleteMapping(
            path = TablePaths.PARTITION_BY_ID,
            produces = {MediaType.APPLICATION_JSON_VALUE, "application/sql"})
    @Operation(operationId = "removePartitionById", summary = "Detach a partition, or drop it with its rows, by its id")
    @ApiResponse(
            responseCode = "200",
            description = "What went, or the plan of a dry run",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(oneOf = {PlanResponse.class, RemovedResponse.class})))
    ResponseEntity<Object> removeById(
            @Parameter(hidden = true) TableRef partition,
            @RequestParam(required = false) @Nullable String mode,
            @RequestParam(required = false) @Nullable String confirm,
            ChangeOptions options) {
        return ChangeAnswers.done(
                partitions.remove(partition, mode(mode), confirm, options), options, RemovedResponse::of);
    }

    private static Removal.Mode mode(@Nullable String mode) {
        if (mode == null || mode.equals("detach")) {
            return Removal.Mode.DETACH;
        }
        if (mode.equals("drop")) {
            return Removal.Mode.DROP;
        }
        throw Problem.invalid("mode", "invalid", "must be detach or drop");
    }

    private static @Nullable Identifier identifier(String field, @Nullable String name) {
        if (name == null) {
            return null;
        }
        if (!Identifier.isValid(name)) {
            throw Problem.invalid(field, "invalid", "must be a name of 1 to 63 bytes");
        }
        return new Identifier(name);
    }

    private static Identifier requirePartitionName(String name) {
        if (!Identifier.isValid(name)) {
            throw Problem.of(
                    TableProblems.PARTITION_NOT_FOUND,
                    "There is no such partition: the name of one has 1 to 63 bytes.");
        }
        return new Identifier(name);
    }
}
