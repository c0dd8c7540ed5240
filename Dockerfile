FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# What is built here lacks some of the repository's files, so it is described and not compared. VERSION says it where the
# repository is not at hand.
ARG VERSION=
RUN version=${VERSION:-$(git describe --tags --always 2>/dev/null)}; \
    CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags="-s -w -X main.release=$version" -o /leadloop ./cmd/leadloop
# The licences of what is linked in ask that their texts come along.
RUN .ci/licences /licences
# A volume takes its owner from the folder in the image.
RUN mkdir /data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /leadloop /leadloop
COPY --from=build /licences /licences
COPY --from=build --chown=nonroot:nonroot /data /var/lib/leadloop
USER nonroot:nonroot
VOLUME /var/lib/leadloop
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["/leadloop", "health", "--config", "/etc/leadloop/leadloop.yaml"]
ENTRYPOINT ["/leadloop"]
CMD ["run", "--config", "/etc/leadloop/leadloop.yaml"]
