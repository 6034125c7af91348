package io.partwarden.security;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** A token that has just been made, with its secret: shown this once. */
record NewTokenResponse(String token, @JsonUnwrapped TokenResponse description) {}
