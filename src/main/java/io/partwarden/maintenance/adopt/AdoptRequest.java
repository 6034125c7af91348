package io.partwarden.maintenance.adopt;

import io.partwarden.maintenance.PolicyDocument;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/** @param policy whose grid the partitions are held against; absent for the one that is proposed */
record AdoptRequest(@Valid @Nullable PolicyDocument policy) {}
