# DuckDB and ParquetSharp bring libraries for glibc: no Alpine.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish src/Colloquy.Cli -c Release -o /app

FROM mcr.microsoft.com/dotnet/runtime:10.0
RUN useradd --create-home colloquy && mkdir /home/colloquy/data && chown colloquy /home/colloquy/data
USER colloquy
WORKDIR /home/colloquy
COPY --from=build /app /app
ENTRYPOINT ["dotnet", "/app/Colloquy.Cli.dll"]
