<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Actions</name>
    <message>
        <source>Open data folder...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder of CSV or Parquet tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open workbook...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open an XLSX workbook with a sheet per table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the sample day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the built-in day in a made-up city</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the data again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the tables again after they were changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open plan...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show a plan file made of these data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import roads...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take roads from an OpenStreetMap file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write papers for the drivers, the map and plan files into a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan the day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forecast, stock, routes and the plan check for the chosen day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and keep the best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the search now and keep the best plan so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the work at once; the plan before stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Routes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems in the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show every problem with its cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search actions...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find an order, a vehicle, a SKU or an action by a few letters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put all panels back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrange the panels as at first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Wayloom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CellView</name>
    <message>
        <source>Open the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it in the program that knows it, to mend it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The problem in its file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a problem to see its place in the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the file …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no rows to show for this problem.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}, row {row}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Order, customer, vehicle, SKU or action</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DemandChart</name>
    <message>
        <source>out of stock, or not recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{units} sold, then out of stock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{units} sold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{days} of 10 days: {low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{units} expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold per day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out of stock, or not recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{days} of 10 days lie in this band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promotion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Holiday</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DemandPage</name>
    <message>
        <source>Demand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was sold, and what is expected, for each SKU at each warehouse.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data hold no demand history, so there is nothing to forecast from. Add a table demand_history and open the data again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>90 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart of demand; arrow keys read out the days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{item} at {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{units} in {days} days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected: {sums}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sales only: what is expected comes with the plan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This plan holds no forecast of this series.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Docks</name>
    <message>
        <source>Map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Routes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unassigned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Papers for drivers and loaders, to print (PDF)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same papers, route sheets and stock plan as workbooks (XLSX)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map that opens in any browser (HTML)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Routes for navigation devices (GPX)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Routes for other maps (GeoJSON)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan file for other systems (JSON)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder to export into</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Open the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>No data are open. Open the folder or workbook that holds your tables.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data cannot be used yet: they have errors. Mend them and open them again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no plan yet. Choose the day on the page Data first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no plan for {day} yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan the day</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemsTable</name>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is wrong with the data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No data yet. Open a data set; what is wrong in it is listed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy all problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as CSV …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Severity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the problems</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RoutesTable</name>
    <message>
        <source>Routes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This plan has no routes: every order is left out. Unassigned says why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No plan yet. Open a data set and press Plan to see its routes here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SeriesTable</name>
    <message>
        <source>Demand series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data hold no demand history.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warehouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SKU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold, 28 days</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StockChart</name>
    <message>
        <source>{units} free on hand before the day begins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{units} left in the evening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>8 of 10 cases: {low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{units} expected to be sold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{units} arrive, on their way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{units} arrive by this plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{units} moved to other warehouses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stock expected in the evening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>8 of 10 cases lie in this band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On their way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ordered or moved here by this plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved away by this plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Short</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StopsTable</name>
    <message>
        <source>Stops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No vehicle stops anywhere in this plan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No plan yet. Open a data set and press Plan to see its stops here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selected route only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load after, m³</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TablePanel</name>
    <message>
        <source>Filter: words that a row must have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No row has all these words. Clear the filter to see every row.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Panels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search routes for {seconds} seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search routes for {minutes} minutes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UnassignedTable</name>
    <message>
        <source>Unassigned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every order is served. There is nothing to do here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No plan yet. Once there is one, the orders it leaves out are listed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost left out ({currency})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WindowCommands</name>
    <message>
        <source>Folder with the tables of a dataset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workbook with a sheet per table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plans (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roads of the region, as OpenStreetMap publishes them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenStreetMap files (*.osm.pbf *.pbf *.osm.gz *.osm)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wayloom {version}: demand, stock and routes of an e-commerce day, offline.

Map data you import: © OpenStreetMap contributors, ODbL. Licence of the program: Apache-2.0.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
